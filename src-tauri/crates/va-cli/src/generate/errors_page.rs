//! The page of error codes.

use va_core::ErrorCode;

use super::DO_NOT_EDIT;

/// The page.
pub fn page() -> String {
    let mut page = format!(
        "{DO_NOT_EDIT}\n\n# Error codes\n\nEvery error has a code, a sentence and, where you can act, a hint. \
         The status is that of an answer of the API\n(an operation may say otherwise, see the OpenAPI document), \
         the exit code that of `videoannotator annotate`\nwhen the error ends it.\n\n\
         | code | status | meaning | trying again can help | exit code |\n|---|---|---|---|---|\n"
    );
    for code in ErrorCode::ALL {
        let heals = if code.heals() { "yes" } else { "no" };
        let (status, meaning) = (va_api::error::status_of(*code), code.meaning());
        let exit = code.exit_code();
        let row = format!("| `{code}` | {status} | {meaning} | {heals} | {exit} |\n");
        page.push_str(&row);
    }
    page
}
