//! What the validator promises: every error at once, each with path, reason and a value that passes.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::issue::{IssueCode, Severity};

const SCHEMA: ConfigSchema = ConfigSchema {
    fields: &[
        Field {
            key: "threshold",
            synonyms: &["content_threshold"],
            title: "Threshold",
            help: "How large a change is a cut.",
            unit: "",
            advanced: false,
            kind: Kind::Number {
                min: 0.0,
                max: 100.0,
                default: 27.0,
            },
        },
        Field {
            key: "window",
            synonyms: &[],
            title: "Window",
            help: "Frames on each side.",
            unit: "frames",
            advanced: true,
            kind: Kind::Integer {
                min: 1,
                max: 50,
                default: 2,
            },
        },
        Field {
            key: "detector",
            synonyms: &[],
            title: "Detector",
            help: "Which one.",
            unit: "",
            advanced: false,
            kind: Kind::Choice {
                options: &[
                    Choice {
                        value: "content",
                        title: "Content",
                    },
                    Choice {
                        value: "adaptive",
                        title: "Adaptive",
                    },
                ],
                default: "content",
            },
        },
        Field {
            key: "fades",
            synonyms: &[],
            title: "Fades",
            help: "Find fades.",
            unit: "",
            advanced: false,
            kind: Kind::Switch { default: true },
        },
        Field {
            key: "size",
            synonyms: &["size_analysis"],
            title: "Size",
            help: "Tells persons apart by size.",
            unit: "",
            advanced: true,
            kind: Kind::Group { schema: SIZE },
        },
    ],
    rules: &[Rule::UsedWhen {
        fields: &["window"],
        any: &[Condition {
            key: "detector",
            is: Is::Word("adaptive"),
        }],
    }],
};

const SIZE: ConfigSchema = ConfigSchema {
    fields: &[percent("low", 20), percent("high", 80)],
    rules: &[Rule::NotAbove {
        low: "low",
        high: "high",
    }],
};

const fn percent(key: &'static str, default: i64) -> Field {
    Field {
        key,
        synonyms: &[],
        title: "Height",
        help: "Share of the picture's height.",
        unit: "%",
        advanced: false,
        kind: Kind::Integer {
            min: 0,
            max: 100,
            default,
        },
    }
}

#[test]
fn missing_settings_take_their_defaults() {
    let settings = SCHEMA
        .check("scene_detection", &json!({ "threshold": 30 }))
        .unwrap();
    let expected = json!({ "threshold": 30.0, "window": 2, "detector": "content", "fades": true,
        "size": { "low": 20, "high": 80 } });
    assert_eq!(serde_json::to_value(&settings).unwrap(), expected);
}

#[test]
fn every_error_is_reported_at_once_with_its_path() {
    let given =
        json!({ "threshold": 200, "window": 1.5, "detector": "adptive", "fade": true, "fades": 3 });
    let issues = SCHEMA.check("scene_detection", &given).unwrap_err();
    let found: Vec<_> = issues.iter().map(|i| (i.field.as_str(), i.code)).collect();
    assert_eq!(
        found,
        [
            ("scene_detection.detector", IssueCode::InvalidChoice),
            ("scene_detection.fade", IssueCode::UnknownField),
            ("scene_detection.fades", IssueCode::InvalidType),
            ("scene_detection.threshold", IssueCode::ValueOutOfRange),
            ("scene_detection.window", IssueCode::InvalidType),
        ]
    );
    assert!(
        issues[1].hint.contains("`fades`"),
        "the nearest name is offered: {}",
        issues[1].hint
    );
    assert_eq!(
        issues[3].suggested_value,
        Some(json!(100.0)),
        "the crossed bound is offered"
    );
}

#[test]
fn a_synonym_counts_as_the_setting_itself() {
    let settings = SCHEMA
        .check("s", &json!({ "content_threshold": 12 }))
        .unwrap();
    assert_eq!(settings.0["threshold"], json!(12.0));
    let both = SCHEMA
        .check("s", &json!({ "content_threshold": 12, "threshold": 13 }))
        .unwrap_err();
    assert_eq!(both[0].code, IssueCode::BadCombination);
}

#[test]
fn nested_settings_are_checked_with_their_whole_path() {
    let given = json!({ "size_analysis": { "low": 120, "hihg": 3 } });
    let issues = SCHEMA.check("person", &given).unwrap_err();
    let found: Vec<_> = issues.iter().map(|i| (i.field.as_str(), i.code)).collect();
    assert_eq!(
        found,
        [
            ("person.size_analysis.hihg", IssueCode::UnknownField),
            ("person.size_analysis.low", IssueCode::ValueOutOfRange),
        ]
    );
    assert_eq!(issues[0].nearest.as_deref(), Some("high"));
    assert_eq!(issues[0].valid_names, ["low", "high"]);
    assert_eq!(issues[1].example, "person: {size_analysis: {low: 20}}");
    let good = json!({ "size": { "low": 5 } });
    let settings = SCHEMA.check("person", &good).unwrap();
    assert_eq!(settings.0["size"], json!({ "low": 5, "high": 80 }));
}

#[test]
fn bounds_that_cross_are_an_error_with_a_value_that_keeps_their_distance() {
    let issues = SCHEMA
        .check("p", &json!({ "size": { "high": 70, "low": 71 } }))
        .unwrap_err();
    assert_eq!(issues[0].field, "p.size.low");
    assert_eq!(issues[0].code, IssueCode::BadCombination);
    assert_eq!(issues[0].suggested_value, Some(json!(10)));
    let doubtful = json!({ "size": { "high": 700, "low": 81 } });
    let issues = SCHEMA.check("p", &doubtful).unwrap_err();
    let codes: Vec<_> = issues.iter().map(|i| i.code).collect();
    assert_eq!(
        codes,
        [IssueCode::ValueOutOfRange],
        "a refused value contradicts nothing"
    );
}

#[test]
fn a_setting_without_effect_is_a_warning_and_runs() {
    let found = SCHEMA.examine("p", &json!({ "window": 5 }), UnknownKeys::Refuse);
    assert!(!found.refused());
    assert_eq!(found.issues.len(), 1);
    assert_eq!(found.issues[0].severity, Severity::Warning);
    assert!(found.issues[0].message.contains("`adaptive`"));
    for quiet in [
        json!({ "window": 2 }),
        json!({ "window": 5, "detector": "adaptive" }),
    ] {
        let found = SCHEMA.examine("p", &quiet, UnknownKeys::Refuse);
        assert!(found.issues.is_empty(), "{quiet}: {:?}", found.issues);
    }
}

#[test]
fn what_was_meant_is_offered_for_words_in_the_wrong_type() {
    let given = json!({ "threshold": "12,5", "fades": "off", "window": "7" });
    let issues = SCHEMA.check("p", &given).unwrap_err();
    let offered: Vec<_> = issues.iter().map(|i| i.suggested_value.clone()).collect();
    assert_eq!(
        offered,
        [Some(json!(false)), Some(json!(12.5)), Some(json!(7))]
    );
}

/// Prints how long the check takes.
#[test]
fn a_hundred_fields_are_checked_together() {
    let keys: Vec<&'static str> = (0..100)
        .map(|n| &*Box::leak(format!("field_{n}").into_boxed_str()))
        .collect();
    let fields: Vec<_> = keys.iter().map(|key| percent(key, 20)).collect();
    let schema = ConfigSchema {
        fields: Box::leak(fields.into_boxed_slice()),
        rules: &[],
    };
    // every tenth value is out of range
    let value = |n: usize| if n.is_multiple_of(10) { 101 } else { 50 };
    let given = keys.iter().enumerate();
    let given: Map<_, _> = given
        .map(|(n, key)| ((*key).to_owned(), value(n).into()))
        .collect();
    let given = Value::Object(given);
    let started = std::time::Instant::now();
    let found = schema.examine("p", &given, UnknownKeys::Refuse);
    let took = started.elapsed();
    println!("100 fields with {} errors: {took:?}", found.issues.len());
    assert_eq!(found.issues.len(), 10);
}

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e12..1e12f64).prop_map(Value::from),
        "[a-z]{0,9}".prop_map(Value::from),
        Just(json!([1, 2])),
        Just(json!({ "a": 1 })),
        (0..120i64, 0..120i64).prop_map(|(low, high)| json!({ "low": low, "high": high })),
    ]
}

proptest! {
    #[test]
    fn following_the_suggestions_always_leads_to_valid_settings(
        values in proptest::collection::vec((0usize..6, any_value()), 0..6)
    ) {
        let keys = ["threshold", "window", "detector", "fades", "size", "other"];
        let given: Map<_, _> = values.into_iter().map(|(k, v)| (keys[k].to_owned(), v)).collect();
        let mut given = Value::Object(given);
        // the second round is for combinations that only show once every value is valid
        for _ in 0..2 {
            for issue in SCHEMA.check("", &given).err().unwrap_or_default() {
                let pointer = format!("/{}", issue.field.replace('.', "/"));
                let (group, key) = pointer.rsplit_once('/').unwrap();
                let group = given.pointer_mut(group).unwrap().as_object_mut().unwrap();
                match issue.suggested_value {
                    Some(value) => group.insert(key.to_owned(), value),
                    None => group.remove(key),
                };
            }
        }
        prop_assert!(SCHEMA.check("", &given).is_ok(), "{given}");
    }

    #[test]
    fn every_example_is_itself_a_valid_configuration(
        values in proptest::collection::vec((0usize..6, any_value()), 0..6)
    ) {
        let keys = ["threshold", "window", "detector", "fades", "size", "thresold"];
        let given: Map<_, _> = values.into_iter().map(|(k, v)| (keys[k].to_owned(), v)).collect();
        for issue in SCHEMA.check("", &Value::Object(given)).err().unwrap_or_default() {
            let example = crate::config_text::parse(&issue.example).value.unwrap();
            prop_assert!(SCHEMA.check("", &example).is_ok(), "{issue:?}");
        }
    }
}
