//! Trouble that is told outside the page, in a native dialog or on the console: what kept the window from
//! starting, or what the person asked for on the command line and can't have.

use anyhow::bail;
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use va_core::Failure;

/// What a person reads: the message, then what to do.
fn words(failure: &Failure) -> String {
    let mut letters = failure.message.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    let mut text = format!("{}{}.", first.unwrap_or_default(), letters.as_str());
    if let Some(hint) = &failure.hint {
        text.push_str("\n\nWhat to do: ");
        text.push_str(hint);
        text.push('.');
    }
    text.push_str("\n\n");
    text.push_str(failure.code.as_str());
    text
}

/// Says why the program can't start, and ends it with exit code 1 when that was read.
pub fn fatal(app: &AppHandle, failure: &Failure) {
    tracing::error!(code = %failure.code, "{failure}");
    let handle = app.clone();
    app.dialog()
        .message(words(failure))
        .title("VideoAnnotator can't start")
        .kind(MessageDialogKind::Error)
        .show(move |_| handle.exit(1));
}

/// Says what went wrong beside the page, and goes on.
pub fn tell(app: &AppHandle, title: &str, failure: &Failure) {
    tracing::warn!(code = %failure.code, "{failure}");
    let mut message = app
        .dialog()
        .message(words(failure))
        .title(title)
        .kind(MessageDialogKind::Warning);
    if let Some(window) = app.get_webview_window(crate::window::LABEL) {
        message = message.parent(&window);
    }
    message.show(|_| {});
}

/// Refuses to go on where there is nothing to draw on, which the window system would do with a panic.
pub fn need_display() -> anyhow::Result<()> {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !set("DISPLAY") && !set("WAYLAND_DISPLAY") {
        bail!("there is no display here; use `videoannotator annotate` or `videoannotator serve`");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use va_core::ErrorCode;

    #[test]
    fn a_person_reads_what_happened_what_to_do_and_the_code() {
        let failure = Failure::new(ErrorCode::StorageLocked, "the data folder `/d` is in use")
            .hint("close that program");
        let text = words(&failure);
        assert!(
            text.starts_with("The data folder `/d` is in use.\n"),
            "{text}"
        );
        assert!(text.contains("What to do: close that program."), "{text}");
        assert!(text.ends_with(ErrorCode::StorageLocked.as_str()), "{text}");
    }
}
