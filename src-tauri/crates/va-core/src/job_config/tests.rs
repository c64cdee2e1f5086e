//! What the check of a whole job promises.

use super::*;
use serde_json::json;

use crate::issue::IssueCode;
use crate::pipelines::PIPELINES;
use crate::schema::{Condition, Is};

fn ids(config: &JobConfig) -> Vec<&str> {
    config.steps.iter().map(|s| s.pipeline.as_str()).collect()
}

#[test]
fn nothing_given_runs_the_defaults() {
    let config = check(None, &Value::Null, UnknownKeys::Refuse)
        .config
        .unwrap();
    assert_eq!(
        ids(&config),
        ["scene_detection", "motion_energy", "voice_activity"]
    );
}

#[test]
fn a_needed_pipeline_is_added_and_says_for_whom() {
    let checked = check(
        Some(&["motion_energy".into()]),
        &Value::Null,
        UnknownKeys::Refuse,
    );
    let config = checked.config.unwrap();
    assert_eq!(ids(&config), ["scene_detection", "motion_energy"]);
    assert_eq!(config.steps[0].needed_by, Some("motion_energy".into()));
    let off = json!({ "motion_energy": { "gate_cuts": false } });
    let config = check(None, &off, UnknownKeys::Refuse).config.unwrap();
    assert_eq!(ids(&config), ["motion_energy"], "gating off needs no shots");
}

#[test]
fn nested_wins_over_flat_and_flat_reaches_every_chosen_pipeline() {
    let given = json!({ "threshold": 0.6, "scene_detection": { "threshold": 33 } });
    let requested = ["scene_detection".into(), "voice_activity".into()];
    let config = check(Some(&requested), &given, UnknownKeys::Refuse)
        .config
        .unwrap();
    assert_eq!(config.steps[0].settings.0["threshold"], json!(33.0));
    assert_eq!(config.steps[1].settings.0["threshold"], json!(0.6));
}

#[test]
fn errors_of_all_sections_come_together() {
    let given = json!({
        "scene_detection": { "threshold": -1 },
        "voice_activity": { "threshold": 0.2, "negative_threshold": 0.5 },
        "motoin_energy": { "regions": true },
    });
    let checked = check(None, &given, UnknownKeys::Refuse);
    assert!(checked.config.is_none());
    let codes: Vec<_> = checked.errors().map(|i| i.code).collect();
    assert_eq!(
        codes,
        [
            IssueCode::PipelineNotFound,
            IssueCode::ValueOutOfRange,
            IssueCode::BadCombination
        ]
    );
    assert!(
        checked.issues[0].hint.contains("`motion_energy`"),
        "{}",
        checked.issues[0].hint
    );
}

#[test]
fn unknown_keys_warn_over_rest_and_stop_elsewhere() {
    let given = json!({ "scene_detection": { "clip_model": "ViT-B-32" }, "colour": "auto" });
    let strict = check(None, &given, UnknownKeys::Refuse);
    assert_eq!(strict.errors().count(), 2);
    let lenient = check(None, &given, UnknownKeys::Warn);
    assert!(lenient.config.is_some());
    assert_eq!(
        lenient.issues.len(),
        2,
        "ignored keys are said to be ignored"
    );
}

fn missing_model(pipeline: &'static PipelineDescriptor, _: &Settings) -> Option<Hindrance> {
    let hindrance = || Hindrance {
        failure: not_installed(),
        model: pipeline.models.first(),
    };
    (pipeline.id == "voice_activity").then(hindrance)
}

fn not_installed() -> Failure {
    Failure::new(crate::ErrorCode::ModelMissing, "the model is not installed").hint("install it")
}

#[test]
fn a_model_that_only_a_setting_asks_for_is_an_error_at_that_setting() {
    const NEED: ModelNeed = ModelNeed {
        id: "yolox-s",
        when: &[Condition {
            key: "detector",
            is: Is::Word("threshold"),
        }],
        optional: false,
    };
    let pipeline = find("scene_detection").unwrap();
    let strict = UnknownKeys::Refuse;
    let obstacle = |asked: &'static PipelineDescriptor, settings: &Settings| {
        (asked.id == pipeline.id && NEED.is_used(settings)).then(|| Hindrance {
            failure: not_installed(),
            model: Some(&NEED),
        })
    };
    let plain = json!({ "scene_detection": {} });
    let checked = check_here(Chosen::ByConfig, &plain, strict, &obstacle);
    assert!(
        checked.config.is_some(),
        "its default settings need no model"
    );
    let chosen = json!({ "scene_detection": { "detector": "threshold" } });
    let checked = check_here(Chosen::ByConfig, &chosen, strict, &obstacle);
    assert!(checked.config.is_none());
    let issue = &checked.issues[0];
    assert_eq!(issue.code, IssueCode::ModelMissing);
    assert_eq!(issue.field, "scene_detection.detector");
    assert_eq!(issue.hint, "install it");
    assert!(issue.suggested_value.is_some(), "the default needs none");
    assert!(
        checked.unavailable.is_empty(),
        "the pipeline itself can run"
    );
}

#[test]
fn a_pipeline_without_its_model_is_an_error_by_name_and_left_out_by_default() {
    let strict = UnknownKeys::Refuse;
    let given = json!({ "voice_activity": {}, "scene_detection": { "threshold": -1 } });
    let by_name = check_here(Chosen::ByConfig, &given, strict, &missing_model);
    let codes: Vec<_> = by_name.errors().map(|i| i.code).collect();
    let unavailable = IssueCode::PipelineUnavailable;
    assert_eq!(
        codes,
        [IssueCode::ValueOutOfRange, unavailable],
        "all at once"
    );
    assert!(by_name.only_unavailable().is_none());
    let issue = &by_name.issues[1];
    assert_eq!(issue.field, "voice_activity");
    assert_eq!(issue.hint, "install it");
    let others = PIPELINES
        .iter()
        .map(|p| p.id)
        .filter(|id| *id != "voice_activity");
    let others: Vec<_> = others.collect();
    assert_eq!(issue.example, format!("pipelines: [{}]", others.join(", ")));
    let named = ["voice_activity".to_owned()];
    let named = check_here(Chosen::Named(&named), &Value::Null, strict, &missing_model);
    assert_eq!(
        named.only_unavailable().unwrap().1.code,
        crate::ErrorCode::ModelMissing
    );
    let silent = check_here(Chosen::ByDefault, &json!({}), strict, &missing_model);
    assert_eq!(
        ids(&silent.config.unwrap()),
        ["scene_detection", "motion_energy"]
    );
    assert_eq!(silent.issues[0].severity, Severity::Warning);
    let suggested = check_here(
        Chosen::Suggested(&["voice_activity".to_owned(), "motion".to_owned()]),
        &json!({ "motion_energy": { "gate_cuts": false } }),
        strict,
        &missing_model,
    );
    assert_eq!(ids(&suggested.config.unwrap()), ["motion_energy"]);
}

#[test]
fn a_setting_can_be_named_with_its_pipeline_and_not_twice() {
    let dotted = json!({ "scene.threshold": 33, "voice_activity.pad_ms": 5 });
    let config = check(None, &dotted, UnknownKeys::Refuse).config.unwrap();
    assert_eq!(ids(&config), ["scene_detection", "voice_activity"]);
    assert_eq!(config.steps[0].settings.0["threshold"], json!(33.0));
    let twice = json!({ "scene.threshold": 33, "scene_detection": { "threshold": 4 } });
    let checked = check(None, &twice, UnknownKeys::Refuse);
    assert_eq!(checked.issues[0].code, IssueCode::DuplicateField);
}

#[test]
fn title_and_description_are_words_for_people() {
    let given = json!({ "title": "Ours", "description": "x", "pipelines": "scene" });
    let checked = check(None, &given, UnknownKeys::Refuse);
    assert_eq!(ids(&checked.config.unwrap()), ["scene_detection"]);
    assert!(checked.issues.is_empty());
}

#[test]
fn names_that_do_not_exist_come_with_the_nearest_and_all_valid_ones() {
    let given =
        json!({ "pipelines": ["voice_activty", "faces"], "scene_detection": { "fade": 1 } });
    let checked = check(None, &given, UnknownKeys::Refuse);
    let near: Vec<_> = checked
        .issues
        .iter()
        .map(|i| i.nearest.as_deref())
        .collect();
    assert_eq!(near, [Some("voice_activity"), None, Some("fades")]);
    assert!(checked.issues.iter().all(|i| !i.valid_names.is_empty()));
    for issue in &checked.issues {
        let example = crate::config_text::parse(&issue.example).value.unwrap();
        let again = check(None, &example, UnknownKeys::Refuse);
        assert!(again.config.is_some(), "{}", issue.example);
    }
}

#[test]
fn contradictions_and_settings_without_effect_are_told_apart() {
    let given = json!({
        "scene_detection": { "adaptive_window": 4, "fades": false, "fade_threshold": 20 },
        "voice_activity": { "threshold": 0.3 },
    });
    let checked = check(None, &given, UnknownKeys::Refuse);
    let found: Vec<_> = checked
        .issues
        .iter()
        .map(|i| (i.field.as_str(), i.severity))
        .collect();
    assert_eq!(
        found,
        [
            ("scene_detection.adaptive_window", Severity::Warning),
            ("scene_detection.fade_threshold", Severity::Warning),
            ("voice_activity.negative_threshold", Severity::Error),
        ]
    );
    assert_eq!(checked.issues[2].suggested_value, Some(json!(0.15)));
}

#[test]
fn settings_of_one_pipeline_that_starve_another_are_a_warning() {
    let given = json!({ "scene_detection": { "detector": "threshold" }, "motion_energy": {} });
    let checked = check(None, &given, UnknownKeys::Refuse);
    assert!(checked.config.is_some());
    let issue = &checked.issues[0];
    assert_eq!(issue.field, "motion_energy.gate_cuts");
    assert_eq!(issue.severity, Severity::Warning);
    let without = json!({ "motion_energy.gate_cuts": false, "scene.detector": "threshold" });
    let checked = check(None, &without, UnknownKeys::Refuse);
    assert!(checked.issues.is_empty(), "{:?}", checked.issues);
}

#[test]
fn what_lies_on_top_wins_under_whatever_name() {
    let base = json!({
        "pipelines": ["scene_detection"],
        "scene": { "content_threshold": 20, "fades": false },
        "voice_activity": { "threshold": 0.4 },
    });
    let top =
        json!({ "scene_detection.threshold": 30, "audio": null, "motion": { "regions": false } });
    let both = overlay(base.clone(), top);
    let expected = json!({
        "pipelines": ["scene_detection"],
        "scene": { "threshold": 30, "fades": false },
        "voice_activity": { "threshold": 0.4 },
        "motion": { "regions": false },
    });
    assert_eq!(both, expected);
    let shared = overlay(base.clone(), json!({ "threshold": 0.6 }));
    let checked = check(
        Some(&["voice_activity".into()]),
        &shared,
        UnknownKeys::Refuse,
    );
    let steps = checked.config.unwrap().steps;
    assert_eq!(
        steps[0].settings.0["threshold"],
        json!(0.6),
        "a shared one too"
    );
    assert_eq!(overlay(base.clone(), Value::Null), base);
    assert_eq!(overlay(base, json!(3)), json!(3), "the check will say so");
}

/// Prints how long the check takes; what an optimised build takes is in docs/configuration.md.
#[test]
fn a_hundred_settings_are_checked_from_text_to_issues() {
    let section = |pipeline: &&PipelineDescriptor| {
        let known = pipeline.schema.fields.iter();
        let known = known.map(|f| format!("  {}: {}", f.key, f.kind.default_value()));
        let strays = (0..27).map(|n| format!("  thresold_{n}: {n}"));
        let lines: Vec<_> = known.chain(strays).collect();
        format!("{}:\n{}\n", pipeline.id, lines.join("\n"))
    };
    let text: String = PIPELINES.iter().map(section).collect();
    let fields = text.lines().count() - PIPELINES.len();
    assert!(fields >= 100, "{fields}");
    let started = std::time::Instant::now();
    let rounds = 20;
    let mut errors = 0;
    for _ in 0..rounds {
        let parsed = crate::config_text::parse(&text);
        let mut checked = check(None, &parsed.value.unwrap(), UnknownKeys::Refuse);
        parsed.places.locate(&mut checked.issues);
        errors = checked.errors().count();
    }
    let took = started.elapsed() / rounds;
    println!("{fields} settings with {errors} errors: {took:?} from text to issues");
    assert_eq!(errors, 27 * PIPELINES.len());
}

#[test]
fn under_their_own_names_settings_mean_the_same() {
    let given = json!({
        "pipelines": "audio, scene",
        "audio": { "speech_pad_ms": 3 },
        "threshold": 0.4,
        "scene": { "content_threshold": 20 },
        "motion_energy.pps": 5,
        "mistyped": 1,
    });
    let expected = json!({
        "pipelines": "audio, scene",
        "voice_activity": { "pad_ms": 3, "threshold": 0.4 },
        "scene_detection": { "threshold": 20 },
        "motion_energy": { "samples_per_second": 5 },
        "mistyped": 1,
    });
    let normal = normalise(given.clone());
    assert_eq!(normal, expected);
    let steps = |config| check(None, config, UnknownKeys::Warn).config;
    assert_eq!(steps(&given), steps(&normal));
    let twice = json!({ "scene": { "fades": true }, "scene_detection": { "fades": false } });
    let checked = check(None, &normalise(twice), UnknownKeys::Refuse);
    assert_eq!(checked.issues[0].code, IssueCode::DuplicateField);
    assert_eq!(normalise(json!(3)), json!(3));
}
