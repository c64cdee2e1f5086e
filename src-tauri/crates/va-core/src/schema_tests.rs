//! What the validator promises: every error at once, each with path, reason and a value that passes.

use proptest::prelude::*;
use serde_json::json;

use super::*;

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
    ],
    rules: &[],
};

#[test]
fn missing_settings_take_their_defaults() {
    let settings = SCHEMA
        .check("scene_detection", &json!({ "threshold": 30 }))
        .unwrap();
    let expected = json!({ "threshold": 30.0, "window": 2, "detector": "content", "fades": true });
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

fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e12..1e12f64).prop_map(Value::from),
        "[a-z]{0,9}".prop_map(Value::from),
        Just(json!([1, 2])),
        Just(json!({ "a": 1 })),
    ]
}

proptest! {
    #[test]
    fn a_suggested_value_is_always_accepted(
        values in proptest::collection::vec((0usize..5, any_value()), 0..6)
    ) {
        let keys = ["threshold", "window", "detector", "fades", "other"];
        let given: Map<_, _> = values.into_iter().map(|(k, v)| (keys[k].to_owned(), v)).collect();
        if let Err(issues) = SCHEMA.check("p", &Value::Object(given.clone())) {
            let mut repaired = given;
            for issue in issues {
                let key = issue.field.trim_start_matches("p.").to_owned();
                match issue.suggested_value {
                    Some(value) => { repaired.insert(key, value); }
                    None => { repaired.remove(&key); }
                }
            }
            prop_assert!(SCHEMA.check("p", &Value::Object(repaired)).is_ok());
        }
    }
}
