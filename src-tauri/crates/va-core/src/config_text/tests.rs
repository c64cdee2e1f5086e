//! What reading a text promises: the same value from YAML and JSON, a place for everything, and clear
//! words on what is no configuration.

use proptest::prelude::*;
use serde_json::json;

use super::*;

const fn at(line: u32, column: u32) -> Place {
    Place { line, column }
}

fn only(parsed: &Parsed) -> &Issue {
    assert_eq!(parsed.issues.len(), 1, "{:?}", parsed.issues);
    &parsed.issues[0]
}

#[test]
fn yaml_and_json_give_the_same_value() {
    let yaml = "# remark\npipelines: [scene_detection]\nscene_detection:\n  threshold: 27\n  fades: false\n";
    let text = "{\n\t\"pipelines\": [\"scene_detection\"],\n\t\"scene_detection\": {\"threshold\": 27, \"fades\": false}\n}";
    let (yaml, json) = (parse(yaml), parse(text));
    assert_eq!(yaml.value, json.value);
    assert_eq!((yaml.format, json.format), (Format::Yaml, Format::Json));
    assert_eq!(yaml.places.of("scene_detection.fades"), Some(at(5, 3)));
    assert!(yaml.issues.is_empty() && json.issues.is_empty());
}

#[test]
fn a_setting_is_found_under_its_group_its_other_name_and_the_name_of_its_pipeline() {
    let parsed = parse("threshold: 3\nscene:\n  fades: 1\n");
    let of = |path| parsed.places.of(path);
    assert_eq!(of("scene_detection.fades"), Some(at(3, 3)));
    assert_eq!(of("scene_detection.threshold"), Some(at(1, 1)), "shared");
    assert_eq!(of("scene_detection.keyframe"), Some(at(2, 1)), "its group");
    assert_eq!(of("voice_activity.pad_ms"), None);
    let parsed = parse("scene:\n  content_threshold: 1\n  threshold: 2\n");
    assert_eq!(
        parsed.places.of("scene_detection.threshold"),
        Some(at(3, 3))
    );
}

#[test]
fn a_syntax_error_has_its_line_and_column() {
    let parsed = parse("scene_detection:\n  threshold: 27\n fades: true\n");
    let issue = only(&parsed);
    assert_eq!(issue.code, IssueCode::SyntaxError);
    assert_eq!(issue.place.map(|p| p.line), Some(3), "{issue:?}");
    let json = parse("{\"scene_detection\": {\"threshold\": 27,\n \"fades\" true}}");
    assert_eq!(only(&json).place.map(|p| p.line), Some(2));
}

#[test]
fn repeated_names_are_all_reported_and_the_first_is_kept() {
    let text =
        "scene_detection: {threshold: 1, threshold: 2}\nvoice_activity: {}\nscene_detection: {}\n";
    let parsed = parse(text);
    let found: Vec<_> = parsed
        .issues
        .iter()
        .map(|i| (i.field.as_str(), i.code, i.place))
        .collect();
    let twice = IssueCode::DuplicateField;
    assert_eq!(
        found,
        [
            ("scene_detection.threshold", twice, Some(at(1, 33))),
            ("scene_detection", twice, Some(at(3, 1)))
        ]
    );
    let value = parsed.value.unwrap();
    assert_eq!(value["scene_detection"]["threshold"], 1);
    let json = parse("{\"a\": 1, \"a\": 2}");
    assert_eq!(only(&json).code, twice, "also in JSON");
}

#[test]
fn byte_order_marks_and_utf16_are_read() {
    let text = "scene_detection: {threshold: 30}\n";
    let wanted = Some(json!({ "scene_detection": { "threshold": 30 } }));
    let mut marked = vec![0xef, 0xbb, 0xbf];
    marked.extend(text.as_bytes());
    assert_eq!(parse_bytes(&marked).value, wanted);
    let little = text.encode_utf16().flat_map(u16::to_le_bytes);
    let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(little).collect();
    assert_eq!(parse_bytes(&little).value, wanted);
    let big = text.encode_utf16().flat_map(u16::to_be_bytes);
    let big: Vec<u8> = [0xfe, 0xff].into_iter().chain(big).collect();
    assert_eq!(parse_bytes(&big).value, wanted);
    assert_eq!(parse(&text.replace('\n', "\r\n")).value, wanted);
}

#[test]
fn what_is_no_text_is_refused_with_words() {
    let latin1 = parse_bytes(b"a: 1\nname: caf\xe9\n");
    assert_eq!(only(&latin1).place, Some(at(2, 10)));
    assert!(only(&latin1).hint.contains("UTF-8"));
    assert!(only(&parse_bytes(b"a\0b")).message.contains("not a text"));
    let huge = parse_bytes(&vec![b' '; MAX_BYTES + 1]);
    assert!(only(&huge).message.contains("1024 kB"));
    assert!(
        only(&parse_bytes(&[0xff, 0xfe, 0x41]))
            .message
            .contains("UTF-16")
    );
}

#[test]
fn depth_references_and_second_documents_are_refused() {
    for open in ["[", "{a: ", "- ", "{\"a\":"] {
        let parsed = parse(&open.repeat(5000));
        assert_eq!(only(&parsed).code, IssueCode::SyntaxError, "{open}");
    }
    let bomb = "a: &a [1, 2]\nb: [*a, *a]\n";
    assert!(only(&parse(bomb)).message.contains("references"));
    assert!(
        only(&parse("a: 1\n---\nb: 2\n"))
            .message
            .contains("second document")
    );
    assert!(only(&parse("{a: 1}: 2\n")).message.contains("name"));
}

#[test]
fn numbers_that_no_setting_can_have_are_reported_at_their_place() {
    let parsed = parse("scene_detection:\n  threshold: .inf\n  min_scene_length: !!int x\n");
    let places: Vec<_> = parsed.issues.iter().map(|i| i.place).collect();
    assert_eq!(places, [Some(at(2, 14)), Some(at(3, 21))]);
}

#[test]
fn an_empty_text_is_an_empty_configuration() {
    for text in ["", "\n\n", "# nothing\n", "\u{feff}"] {
        let parsed = parse(text);
        assert!(parsed.issues.is_empty());
        assert_eq!(parsed.value, Some(Value::Null), "{text:?}");
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9f64).prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "(yes|no|null|true|~|0x1F|1e3|- a|a: b|#x|\\*a|&a|!t)".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            proptest::collection::btree_map("\\PC{1,8}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_text_stops_the_reader(text in "\\PC{0,200}", noise in "[-:\\[\\]{}*&!,#\"'|> \n\ta1]{0,80}") {
        parse(&text);
        parse(&noise);
    }

    #[test]
    fn what_is_rendered_reads_back_the_same(
        sections in proptest::collection::btree_map("(scene_detection|voice_activity|[a-z]{1,9})", value(), 0..4)
    ) {
        let config = Value::Object(sections.into_iter().collect());
        let pipelines = vec!["scene_detection".to_owned()];
        for text in [render(&pipelines, &config), render_json(&pipelines, &config)] {
            let parsed = parse(&text);
            prop_assert!(parsed.issues.is_empty(), "{:?}\n{text}", parsed.issues);
            let mut value = parsed.value.unwrap();
            let list = value.as_object_mut().unwrap().remove("pipelines");
            prop_assert_eq!(list, Some(json!(["scene_detection"])));
            prop_assert_eq!(&value, &config, "{}", text);
        }
    }
}
