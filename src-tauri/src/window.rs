//! The one window: made hidden in the colour of the page's canvas, shown when the page is there, so that
//! nothing flashes. It goes nowhere but to its own pages.

use std::time::Duration;

use tauri::webview::{Color, NewWindowResponse, PageLoadEvent};
use tauri::{AppHandle, Manager, Theme, Url, WebviewWindow, WebviewWindowBuilder};

/// The window's name in configuration and capabilities.
pub const LABEL: &str = "main";
/// `--canvas` of the design tokens, light and dark.
const CANVAS: (Color, Color) = (Color(0xf3, 0xf1, 0xed, 255), Color(0x16, 0x16, 0x18, 255));
/// The window is shown after this even if the page says nothing: a blank window tells more than none.
const PATIENCE: Duration = Duration::from_secs(1);

/// Makes the window.
pub fn make(app: &AppHandle) -> tauri::Result<()> {
    let windows = &app.config().app.windows;
    let Some(config) = windows.iter().find(|window| window.label == LABEL) else {
        return Err(tauri::Error::WindowNotFound);
    };
    let window = WebviewWindowBuilder::from_config(app, config)?
        .background_color(CANVAS.0)
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_page_load(|window, page| {
            if page.event() == PageLoadEvent::Finished {
                tracing::info!("the page is there");
                show(&window);
            }
        })
        .build()?;
    if matches!(window.theme(), Ok(Theme::Dark)) {
        window.set_background_color(Some(CANVAS.1))?;
    }
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        show(&window);
    });
    Ok(())
}

/// Brings the window before the others.
pub fn to_front(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    if let Err(error) = window.unminimize().and_then(|()| window.set_focus()) {
        tracing::debug!(%error, "the window stays where it is");
    }
}

fn show(window: &WebviewWindow) {
    if let Err(error) = window.show() {
        tracing::debug!(%error, "the window has gone before it was shown");
    }
}

/// Whether an address is one of the page's own, on Linux and macOS or on Windows.
fn is_own(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_goes_nowhere_but_to_its_own_pages() {
        let own = |text: &str| is_own(&Url::parse(text).unwrap());
        assert!(own("tauri://localhost/index.html") && own("http://tauri.localhost/"));
        assert!(!own("https://example.org/") && !own("file:///etc/passwd"));
        assert!(!own("http://tauri.localhost.example.org/"));
    }
}
