//! Text that survives the readers: labels that no table reader takes for a missing value, names that fit
//! between the blanks of RTTM, and cue text that a `WebVTT` parser can't misread.

use std::borrow::Cow;

/// Words that pandas (`read_csv`) or R (`read.csv`) read as a missing value, in lower case.
const MISSING: &[&str] = &[
    "", "#n/a", "#n/a n/a", "#na", "-1.#ind", "-1.#qnan", "-nan", "1.#ind", "1.#qnan", "<na>",
    "n/a", "na", "null", "nan", "none",
];

fn reads_as_missing(text: &str) -> bool {
    MISSING.contains(&text.trim().to_lowercase().as_str())
}

/// A word for a table cell. What a reader would take for a missing value (`NA`, `None`, `null`, empty, in
/// any case) gets an underscore appended; control characters other than line feed and tab become blanks,
/// and line breaks become line feeds. Borrowed if nothing had to change. Quoting is the writer's task.
pub fn table_text(text: &str) -> Cow<'_, str> {
    let unfit = |c: char| c.is_control() && c != '\n' && c != '\t';
    let clean: Cow<'_, str> = if text.contains(unfit) {
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        lines.replace(unfit, " ").into()
    } else {
        text.into()
    };
    if reads_as_missing(&clean) {
        return format!("{clean}_").into();
    }
    clean
}

/// A name or label for RTTM: white space, control characters, double quotes, semicolons and angle
/// brackets become underscores, since they would shift columns, begin a comment or look like `<NA>`; a
/// word that reads as a missing value gets an underscore appended. Borrowed if nothing had to change.
pub fn rttm_name(name: &str) -> Cow<'_, str> {
    let unfit = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '"' | ';' | '<' | '>' | '\u{feff}')
    };
    let clean: Cow<'_, str> = if name.contains(unfit) {
        name.replace(unfit, "_").into()
    } else {
        name.into()
    };
    if reads_as_missing(&clean) {
        return format!("{clean}_").into();
    }
    clean
}

/// The text of a `WebVTT` cue: `& < >` escaped (so that `-->` can't appear), every kind of line break one
/// line feed, blank lines dropped (one would end the cue), control characters blanks. Text without
/// anything to show becomes `[no text]`, because a cue without text is dropped by readers.
pub fn cue_text(text: &str) -> String {
    let is_break = |c: char| {
        matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'
                ..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        )
    };
    let lines: Vec<String> = text
        .split(is_break)
        .map(|line| line.replace(char::is_control, " "))
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .map(|line| {
            line.replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;")
        })
        .collect();
    if lines.is_empty() {
        return "[no text]".to_owned();
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_for_missing_values_are_not_left_as_they_are() {
        for word in ["NA", "None", "null", "", " nan ", "N/A", "<NA>"] {
            assert!(!reads_as_missing(&table_text(word)), "{word:?} in a table");
            assert!(!reads_as_missing(&rttm_name(word)), "{word:?} in RTTM");
        }
        assert_eq!(table_text("NA"), "NA_");
        assert_eq!(table_text("Nancy"), "Nancy");
    }

    #[test]
    fn names_of_recordings_keep_their_letters() {
        assert_eq!(rttm_name("bébé 3"), "bébé_3");
        assert_eq!(rttm_name("赤ちゃん"), "赤ちゃん");
    }

    #[test]
    fn cue_text_can_hold_no_arrow_and_no_blank_line() {
        assert_eq!(
            cue_text("a --> b\r\n\r\n<v X> & c"),
            "a --&gt; b\n&lt;v X&gt; &amp; c"
        );
        assert_eq!(cue_text(" \n\t\n"), "[no text]");
    }

    proptest! {
        #[test]
        fn any_text_is_safe_everywhere(text in any::<String>()) {
            let cue = cue_text(&text);
            prop_assert!(!cue.contains("-->") && !cue.contains("\n\n") && !cue.contains('\r'));
            prop_assert!(!cue.is_empty() && !cue.starts_with('\n') && !cue.ends_with('\n'));
            let name = rttm_name(&text);
            prop_assert!(!name.is_empty() && !name.contains(char::is_whitespace));
            prop_assert!(!reads_as_missing(&table_text(&text)));
            let cell = table_text(&text);
            prop_assert_eq!(table_text(&cell), cell.clone(), "cleaning twice changes nothing");
        }
    }
}
