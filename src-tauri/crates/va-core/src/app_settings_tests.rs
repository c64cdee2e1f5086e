//! Tests of the program's settings.

use serde_json::json;

use super::*;
use crate::issue::IssueCode;

fn effective(stored: &Value, env: &[(&str, &str)]) -> (AppSettings, Vec<Issue>) {
    let stored: BTreeMap<String, Value> = serde_json::from_value(stored.clone()).unwrap();
    AppSettings::effective(&stored, |name| {
        let found = env.iter().find(|(variable, _)| *variable == name);
        found.map(|(_, text)| (*text).to_owned())
    })
}

#[test]
fn the_environment_wins_over_what_is_stored_and_that_over_the_default() {
    let stored = json!({"max_concurrent_jobs": 5, "retry_max": 7, "queue_paused": true});
    let (settings, issues) = effective(&stored, &[("MAX_JOB_RETRIES", "1")]);
    assert!(issues.is_empty(), "{issues:?}");
    assert_eq!(settings.values.max_concurrent_jobs, 5);
    assert_eq!(settings.source("max_concurrent_jobs"), Source::Stored);
    assert_eq!(settings.values.retry_max, 1);
    let fixed = Source::Environment("MAX_JOB_RETRIES");
    assert_eq!(settings.source("retry_max"), fixed);
    assert_eq!(settings.values.max_concurrent_gpu_jobs, 2);
    assert_eq!(settings.source("max_concurrent_gpu_jobs"), Source::Default);
}

#[test]
fn the_name_of_the_specification_wins_over_the_old_one() {
    let both = [("RETRY_DELAY_BASE", "9"), ("RETRY_BASE_DELAY", "0.5")];
    let (settings, _) = effective(&json!({}), &both);
    assert_eq!(settings.values.retry_base_delay_s.to_string(), "0.5");
    let (settings, _) = effective(&json!({}), &both[..1]);
    assert_eq!(settings.values.retry_base_delay_s.to_string(), "9");
}

#[test]
fn a_bad_value_is_passed_over_and_named() {
    let env = [("MAX_CONCURRENT_JOBS", "many"), ("RETRY_JITTER", "7")];
    let (settings, issues) = effective(&json!({"max_concurrent_jobs": 3, "threads": -1}), &env);
    assert_eq!(
        settings.values.max_concurrent_jobs, 3,
        "what is stored holds"
    );
    assert_eq!(settings.source("max_concurrent_jobs"), Source::Stored);
    let named: Vec<_> = issues.iter().map(|i| i.field.as_str()).collect();
    assert_eq!(named, ["MAX_CONCURRENT_JOBS", "threads", "RETRY_JITTER"]);
    assert!(issues.iter().all(|i| i.severity == Severity::Warning));
}

#[test]
fn a_change_is_checked_as_a_whole_and_null_puts_a_default_back() {
    let patch = json!({"retry_max": null, "threads": 4});
    assert!(AppSettings::check(patch.as_object().unwrap()).is_empty());
    let patch = json!({"retri_max": null, "threads": 4.5, "retry_jitter": 2, "nothing": 1});
    let issues = AppSettings::check(patch.as_object().unwrap());
    let codes: Vec<_> = issues.iter().map(|i| (i.field.as_str(), i.code)).collect();
    assert_eq!(
        codes,
        [
            ("nothing", IssueCode::UnknownField),
            ("retry_jitter", IssueCode::ValueOutOfRange),
            ("threads", IssueCode::InvalidType),
            ("retri_max", IssueCode::UnknownField),
        ]
    );
}

#[test]
fn the_api_is_off_and_an_origin_that_is_none_is_named() {
    let (settings, _) = effective(&json!({}), &[]);
    assert!(
        !settings.values.api_enabled,
        "nothing listens unless somebody wants it"
    );
    let patch = json!({"allowed_origins": "http://localhost:3000, https://a.example/page"});
    let issues = AppSettings::check(patch.as_object().unwrap());
    let [issue] = &issues[..] else {
        panic!("{issues:?}")
    };
    assert_eq!(
        (issue.field.as_str(), issue.code),
        ("allowed_origins", IssueCode::InvalidText)
    );
    assert!(
        issue.message.contains("`https://a.example/page`"),
        "{}",
        issue.message
    );
    let spoiled = [
        ("ALLOWED_ORIGINS", "*"),
        ("CORS_ORIGINS", " HTTP://x"),
        ("API_PORT", "80"),
    ];
    let (settings, issues) = effective(&json!({"api_port": 18_012}), &spoiled);
    let named: Vec<_> = issues.iter().map(|i| i.field.as_str()).collect();
    assert_eq!(
        named,
        ["API_PORT", "ALLOWED_ORIGINS", "CORS_ORIGINS"],
        "each is warned of"
    );
    assert_eq!(settings.values.api_port, 18_012);
    let (settings, issues) = effective(&json!({}), &[("CORS_ORIGINS", "http://Lab:80/")]);
    assert_eq!(
        (settings.values.allowed_origins.as_str(), issues),
        ("http://lab", vec![])
    );
    let empty = json!({"allowed_origins": ""});
    assert!(
        AppSettings::check(empty.as_object().unwrap()).is_empty(),
        "none is a list too"
    );
}

#[test]
fn every_setting_of_the_table_is_typed() {
    let (settings, _) = effective(&json!({}), &[]);
    let typed = serde_json::to_value(&settings.values).unwrap();
    assert_eq!(typed.as_object().unwrap().len(), APP_SETTINGS.len());
    for (entry, value, source) in settings.entries() {
        assert!(
            !matches!(entry.field.kind, Kind::Group { .. }),
            "the window draws no groups here"
        );
        let of_table = &typed[entry.field.key];
        let same =
            of_table == value || (of_table.is_number() && of_table.as_f64() == value.as_f64());
        assert!(same, "{}: {value}", entry.field.key);
        assert_eq!(source, Source::Default);
    }
}

#[test]
fn an_empty_variable_is_no_value_except_for_a_text() {
    let env = [("MAX_JOB_RETRIES", " "), ("ALLOWED_ORIGINS", "")];
    let (settings, issues) = effective(&json!({ "retry_max": 7 }), &env);
    assert!(issues.is_empty(), "{issues:?}");
    assert_eq!(settings.values.retry_max, 7);
    assert_eq!(settings.values.allowed_origins, "", "no web page may ask");
    let fixed = Source::Environment("ALLOWED_ORIGINS");
    assert_eq!(settings.source("allowed_origins"), fixed);
}
