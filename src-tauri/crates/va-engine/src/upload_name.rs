//! The name of an uploaded recording, made harmless: one plain file name on every file system that this
//! program runs on, whatever a client sends. Used where a recording gets its place.

/// Longest name in bytes; file systems take 255, and exports add to it.
const LONGEST: usize = 200;
/// The name of a recording without one.
const NAMELESS: &str = "video";
/// Names of devices on Windows, with any ending and in any case.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A file name without folders, control characters and what file systems refuse. The ending is kept.
pub(crate) fn clean_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let kept = last.chars().filter(|c| !is_hidden(*c)).map(|c| match c {
        ':' | '*' | '?' | '"' | '<' | '>' | '|' => '_',
        other => other,
    });
    let kept: String = kept.collect();
    let kept = kept.trim_matches(|c: char| c == '.' || c.is_whitespace());
    let name = shortened(kept);
    let name = if name.is_empty() { NAMELESS } else { &name };
    if is_device(name) {
        format!("_{name}")
    } else {
        name.to_owned()
    }
}

/// Control characters, and those that change how a name reads without being seen.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let stem = stem.to_lowercase();
    let numbered = |word: &str| {
        let rest = stem.strip_prefix(word);
        rest.is_some_and(|n| matches!(n, "\u{b9}" | "\u{b2}" | "\u{b3}") || is_digit(n))
    };
    DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt")
}

fn is_digit(text: &str) -> bool {
    matches!(text.as_bytes(), [digit] if digit.is_ascii_digit())
}

/// A name of at most [`LONGEST`] bytes with the ending of the whole one.
fn shortened(name: &str) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let ending = name.rfind('.').map_or("", |dot| &name[dot..]);
    let ending = if ending.len() <= 16 { ending } else { "" };
    let mut end = LONGEST - ending.len();
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    // a cut may come after a dot, which is refused at the end of a name
    let kept = name[..end].trim_end_matches(|c: char| c == '.' || c.is_whitespace());
    format!("{kept}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_leads_nowhere_and_opens_everywhere() {
        for (sent, kept) in [
            ("visit 07.mp4", "visit 07.mp4"),
            ("../../evil.mp4", "evil.mp4"),
            ("..\\..\\evil.mp4", "evil.mp4"),
            ("/etc/passwd", "passwd"),
            ("C:\\clips\\a:b?.mov", "a_b_.mov"),
            ("..", "video"),
            ("", "video"),
            ("folder/", "video"),
            ("  . ", "video"),
            ("a\u{0}b\r\nSet-Cookie: x.mp4", "abSet-Cookie_ x.mp4"),
            ("gpj.\u{202e}4pm", "gpj.4pm"),
            ("CON", "_CON"),
            ("nul.mp4", "_nul.mp4"),
            ("Com1.avi", "_Com1.avi"),
            ("lpt\u{b2}.mkv", "_lpt\u{b2}.mkv"),
            ("com10.avi", "com10.avi"),
            ("console.mp4", "console.mp4"),
            ("clip.mp4. ", "clip.mp4"),
            ("Besuch M\u{fc}ller.mp4", "Besuch M\u{fc}ller.mp4"),
        ] {
            assert_eq!(clean_name(sent), kept, "{sent:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let name = clean_name(&format!("{}.mp4", "\u{e4}".repeat(300)));
        assert!(
            name.len() <= LONGEST && name.ends_with("\u{e4}.mp4"),
            "{name}"
        );
        let dotted = format!("{}.{}", "a".repeat(LONGEST - 1), "b".repeat(40));
        assert_eq!(clean_name(&dotted), "a".repeat(LONGEST - 1));
    }

    proptest! {
        #[test]
        fn whatever_is_sent_becomes_one_plain_name(sent in ".{0,300}") {
            let name = clean_name(&sent);
            let path = std::path::Path::new(&name);
            prop_assert_eq!(path.components().count(), 1);
            prop_assert_eq!(path.file_name().and_then(|n| n.to_str()), Some(&*name));
            prop_assert!(name.len() <= LONGEST + 1 && !name.ends_with(['.', ' ']), "{}", name);
            prop_assert!(!name.contains(['/', '\\', ':', '\u{0}', '\n', '\r', '"']), "{}", name);
            prop_assert_eq!(clean_name(&name), name.clone(), "cleaning again changes nothing");
        }
    }
}
