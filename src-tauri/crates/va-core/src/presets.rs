//! Presets: named configurations. Four ship with the program as data files; a laboratory keeps its own
//! ones as files of the same form, which are also configuration files. This reads and writes the text;
//! where the files lie is the engine's business.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use crate::config_text::{Parsed, parse, render, render_json};
use crate::issue::{Issue, IssueCode, Severity, flow};
use crate::job_config::{UnknownKeys, check, normalise};

/// A named configuration.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    /// Its name in commands and file names.
    pub name: String,
    /// Its name in the window.
    pub title: String,
    /// What it is for, what it costs and what it gives.
    pub description: String,
    /// Registry names of what runs.
    pub selected_pipelines: Vec<String>,
    /// Settings by pipeline; what is not given has its default.
    pub config: Value,
    /// Whether it came with the program and can't be changed.
    pub built_in: bool,
}

/// Names and texts of the presets that ship, in the order of the window.
const SHIPPED: [(&str, &str); 4] = [
    ("default", include_str!("../presets/default.yaml")),
    ("quick", include_str!("../presets/quick.yaml")),
    ("balanced", include_str!("../presets/balanced.yaml")),
    ("thorough", include_str!("../presets/thorough.yaml")),
];

static BUILT_IN: LazyLock<Vec<Preset>> = LazyLock::new(|| {
    let read = |(name, text): (&str, &str)| {
        let preset = Preset::read(name, &parse(text)).ok()?;
        Some(Preset {
            built_in: true,
            ..preset
        })
    };
    // a test holds that each of them is valid
    SHIPPED.into_iter().filter_map(read).collect()
});

/// Longest name.
const MAX_NAME: usize = 64;
/// Longest title in characters.
const MAX_TITLE: usize = 120;
/// Longest description in characters.
const MAX_DESCRIPTION: usize = 2000;

/// The presets that ship.
pub fn built_in() -> &'static [Preset] {
    &BUILT_IN
}

/// Whether a name can be that of a preset of one's own: a file of this name is safe on every system. The
/// names of presets that ship are fine here; they can't be replaced for another reason.
pub fn check_name(name: &str) -> Result<(), Box<Issue>> {
    let letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let refuse = |why: &str| {
        let shown: String = name.chars().take(MAX_NAME).collect();
        let message = format!("`{shown}` can't be the name of a preset: {why}");
        let hint = "use lower-case letters, digits, `-` and `_`, for example `home-visits`";
        Box::new(
            Issue::error("name", IssueCode::InvalidChoice, message, hint).suggest("home-visits"),
        )
    };
    if name.is_empty() || name.len() > MAX_NAME {
        return Err(refuse("it has to have 1 to 64 letters"));
    }
    if !name.starts_with(letter) || !name.chars().all(|c| letter(c) || c == '-' || c == '_') {
        return Err(refuse("it has other characters, or begins with `-` or `_`"));
    }
    let numbered = |word: &str| {
        let digit = name.strip_prefix(word);
        digit.is_some_and(|d| d.len() == 1 && d.starts_with(|c: char| c.is_ascii_digit()))
    };
    if ["con", "nul", "prn", "aux"].contains(&name) || numbered("com") || numbered("lpt") {
        return Err(refuse("Windows keeps this name for a device"));
    }
    Ok(())
}

impl Preset {
    /// A preset of one's own from its parts, with every setting under its own name. Returns every error.
    pub fn new(
        name: &str,
        title: Option<&str>,
        description: Option<&str>,
        selected_pipelines: &[String],
        config: &Value,
    ) -> Result<Self, Vec<Issue>> {
        let mut root = match config {
            Value::Object(config) => config.clone(),
            Value::Null => Map::new(),
            other => return Err(check(None, other, UnknownKeys::Refuse).issues),
        };
        if !selected_pipelines.is_empty() {
            root.insert("pipelines".into(), json!(selected_pipelines));
        }
        let words = [("title", title), ("description", description)];
        for (key, text) in words {
            if let Some(text) = text {
                root.insert(key.into(), text.into());
            }
        }
        Self::of(name, Value::Object(root), Vec::new())
    }

    /// A preset from a file: a configuration with an optional `title` and `description`. Returns every
    /// error, with its place.
    pub fn read(name: &str, parsed: &Parsed) -> Result<Self, Vec<Issue>> {
        let value = parsed.value.clone().unwrap_or(Value::Null);
        Self::of(name, value, parsed.issues.clone()).map_err(|mut issues| {
            parsed.places.locate(&mut issues);
            issues
        })
    }

    fn of(name: &str, value: Value, mut issues: Vec<Issue>) -> Result<Self, Vec<Issue>> {
        issues.extend(check_name(name).err().map(|issue| *issue));
        let value = normalise(value);
        let checked = check(None, &value, UnknownKeys::Refuse);
        issues.extend(checked.issues);
        let mut root = match value {
            Value::Object(root) => root,
            _ => Map::new(),
        };
        root.remove("pipelines");
        let title = words(&mut root, "title", MAX_TITLE, &mut issues);
        let description = words(&mut root, "description", MAX_DESCRIPTION, &mut issues);
        let config = match checked.config {
            Some(config) if issues.iter().all(|i| i.severity == Severity::Warning) => config,
            Some(_) | None => return Err(issues),
        };
        let asked = config.steps.iter().filter(|step| step.needed_by.is_none());
        Ok(Self {
            name: name.to_owned(),
            title: if title.is_empty() {
                name.to_owned()
            } else {
                title
            },
            description,
            selected_pipelines: asked.map(|step| step.pipeline.to_string()).collect(),
            config: Value::Object(root),
            built_in: false,
        })
    }

    /// The whole configuration as one value, the list `pipelines` included.
    pub fn whole(&self) -> Value {
        let mut whole = match &self.config {
            Value::Object(config) => config.clone(),
            _ => Map::new(),
        };
        whole.insert("pipelines".into(), json!(self.selected_pipelines));
        Value::Object(whole)
    }

    /// The file of the preset, which [`Preset::read`] reads back.
    pub fn to_yaml(&self) -> String {
        let words = format!(
            "title: {}\ndescription: {}\n",
            flow(&Value::from(self.title.as_str())),
            flow(&Value::from(self.description.as_str()))
        );
        words + &render(&self.selected_pipelines, &self.config)
    }

    /// The same as JSON.
    pub fn to_json(&self) -> String {
        let mut whole = self.config.clone();
        if let Value::Object(whole) = &mut whole {
            whole.insert("title".into(), self.title.as_str().into());
            whole.insert("description".into(), self.description.as_str().into());
        }
        render_json(&self.selected_pipelines, &whole)
    }
}

/// Takes words for people out of a configuration.
fn words(
    root: &mut Map<String, Value>,
    key: &str,
    longest: usize,
    issues: &mut Vec<Issue>,
) -> String {
    match root.remove(key) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) if text.chars().count() <= longest => {
            text.trim().replace(char::is_control, " ")
        }
        Some(_) => {
            let message = format!("`{key}` is not a text of at most {longest} letters");
            let hint = format!("give words for people, for example `{key}: Home visits`");
            let issue = Issue::error(key, IssueCode::InvalidType, message, hint);
            issues.push(issue.suggest("Home visits"));
            String::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipelines::PIPELINES;

    #[test]
    fn every_shipped_preset_is_valid_and_sets_something_that_is_not_the_default() {
        for (name, text) in SHIPPED {
            let parsed = parse(text);
            let preset = Preset::read(name, &parsed);
            let preset = preset.unwrap_or_else(|issues| panic!("{name}: {issues:?}"));
            let checked = check(None, &preset.whole(), UnknownKeys::Refuse);
            assert!(checked.issues.is_empty(), "{name}: {:?}", checked.issues);
            assert!(preset.description.len() > 60, "{name} says what it is for");
            assert_eq!(preset.selected_pipelines.len(), PIPELINES.len());
            for step in checked.config.unwrap().steps {
                let pipeline = crate::pipelines::find(step.pipeline.as_str()).unwrap();
                let changed = step.settings != pipeline.schema.defaults();
                assert_eq!(changed, name != "default", "{name}: {}", pipeline.id);
            }
        }
        assert_eq!(built_in().len(), SHIPPED.len());
    }

    #[test]
    fn a_preset_reads_back_from_both_of_its_forms() {
        for preset in built_in() {
            for text in [preset.to_yaml(), preset.to_json()] {
                let read = Preset::read(&preset.name, &parse(&text)).unwrap();
                let same = Preset {
                    built_in: true,
                    ..read
                };
                assert_eq!(same, *preset, "{text}");
            }
        }
    }

    #[test]
    fn names_that_leave_the_folder_or_mean_a_device_are_refused() {
        for bad in [
            "", "..", "../x", "a/b", "a\\b", "A", "a.b", "-a", "_a", "con", "com1", "nul", "x\0",
            "\u{e9}", "a b",
        ] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
        assert!(check_name(&"a".repeat(65)).is_err());
        for good in ["a", "home-visits", "2026_pilot", "common", "lpt", "com10"] {
            assert!(check_name(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn a_preset_of_ones_own_is_checked_as_a_whole() {
        let config = json!({ "scene": { "content_threshold": 900 }, "faces": {} });
        let issues = Preset::new("Bad Name", Some(&"x".repeat(200)), None, &[], &config);
        let fields: Vec<_> = issues.unwrap_err().into_iter().map(|i| i.field).collect();
        assert_eq!(
            fields,
            ["name", "faces", "scene_detection.threshold", "title"]
        );
        let config = json!({ "audio": { "speech_pad_ms": 10 } });
        let preset = Preset::new("ours", None, None, &["audio".into()], &config).unwrap();
        assert_eq!(preset.selected_pipelines, ["voice_activity"]);
        assert_eq!(preset.config, json!({ "voice_activity": { "pad_ms": 10 } }));
        assert_eq!(preset.title, "ours");
    }
}
