//! The page of error codes.

use va_core::ErrorCode;

use super::DO_NOT_EDIT;

/// The page.
pub fn page() -> String {
    let mut page = format!(
        "{DO_NOT_EDIT}\n\n# Error codes\n\nEvery error has a code, a sentence and, where you can act, a hint. \
         The exit code is that of\n`videoannotator annotate` when the error ends it.\n\n\
         | code | trying again can help | exit code |\n|---|---|---|\n"
    );
    for code in ErrorCode::ALL {
        let heals = if code.heals() { "yes" } else { "no" };
        let row = format!("| `{code}` | {heals} | {} |\n", code.exit_code());
        page.push_str(&row);
    }
    page
}
