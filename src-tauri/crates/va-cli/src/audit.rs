//! `pipelines audit`: what the pipelines say of themselves against what there is. A difference is a mistake of the
//! developers, never of the user. Called by people, by the tests, and at the start of the server.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;
use va_core::pipeline::{Modality, PipelineDescriptor};
use va_core::pipelines::{PIPELINES, find};
use va_core::schema::UnknownKeys;
use va_pipelines::registry::implementations;

use crate::out;

/// A difference: which pipeline, and what.
type Difference = (String, String);

/// Prints every difference. Exit code 1 if there is one.
pub fn run(json: bool, docs: Option<&Path>) -> ExitCode {
    let built: Vec<_> = implementations().collect();
    let mut differences = compare(PIPELINES, &built);
    if let Some(docs) = docs {
        differences.extend(pages(PIPELINES, docs));
    }
    if json {
        let list: Vec<_> = differences
            .iter()
            .map(|(pipeline, difference)| json!({ "pipeline": pipeline, "difference": difference }))
            .collect();
        out::json(&json!({ "pipelines": PIPELINES.len(), "differences": list }));
    } else {
        for (pipeline, difference) in &differences {
            out::line(&format!("[ERROR] {pipeline}: {difference}"));
        }
        let (all, count) = (PIPELINES.len(), differences.len());
        out::line(&format!("{all} pipelines, {count} differences"));
    }
    if differences.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Descriptors against implementations, models, needs and their own schema.
fn compare(descriptors: &[&PipelineDescriptor], built: &[(&str, Modality)]) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut say = |pipeline: &str, what: String| found.push((pipeline.to_owned(), what));
    for descriptor in descriptors {
        let id = descriptor.id;
        match built
            .iter()
            .filter(|(name, _)| *name == id)
            .collect::<Vec<_>>()[..]
        {
            [] => say(
                id,
                "missing: it is registered and has no implementation".to_owned(),
            ),
            [(_, modality)] if *modality != descriptor.modality => {
                say(
                    id,
                    "it is registered for picture or sound, and built for the other".to_owned(),
                );
            }
            [_] => {}
            [..] => say(id, "it has several implementations".to_owned()),
        }
        for need in descriptor.models {
            if va_models::find(need.id).is_err() {
                say(
                    id,
                    format!("its model `{}` is not in the catalogue", need.id),
                );
            }
        }
        for need in descriptor.needs {
            if find(need.pipeline).is_none() {
                say(
                    id,
                    format!("it needs `{}`, which is not registered", need.pipeline),
                );
            }
        }
        for format in descriptor.formats {
            if !va_export::FORMATS.iter().any(|known| known.id == *format) {
                say(
                    id,
                    format!("it names the format `{format}`, which is not there"),
                );
            }
        }
        let defaults = json!(descriptor.schema.defaults());
        let examined = descriptor
            .schema
            .examine(id, &defaults, UnknownKeys::Refuse);
        for issue in examined.issues {
            say(
                id,
                format!(
                    "its default of `{}` is refused: {}",
                    issue.field, issue.message
                ),
            );
        }
    }
    for (name, _) in built {
        if !descriptors.iter().any(|descriptor| descriptor.id == *name) {
            say(
                name,
                "orphan: it has an implementation and is not registered".to_owned(),
            );
        }
    }
    found
}

/// Descriptors against the pages of the docs folder.
fn pages(descriptors: &[&PipelineDescriptor], docs: &Path) -> Vec<Difference> {
    let folder = docs.join("pipelines");
    let mut found = Vec::new();
    for descriptor in descriptors {
        let page = folder.join(format!("{}.md", descriptor.id));
        let Ok(text) = std::fs::read_to_string(&page) else {
            let what = format!("missing: it has no page `{}`", page.display());
            found.push((descriptor.id.to_owned(), what));
            continue;
        };
        for field in descriptor.schema.fields {
            if !text.contains(field.key) {
                let what = format!("its page does not name the setting `{}`", field.key);
                found.push((descriptor.id.to_owned(), what));
            }
        }
    }
    for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let is_page = path.extension().is_some_and(|ending| ending == "md");
        if is_page && name != "README" && !descriptors.iter().any(|d| d.id == name) {
            found.push((
                name,
                "orphan: it has a page and is not registered".to_owned(),
            ));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn built() -> Vec<(&'static str, Modality)> {
        implementations().collect()
    }

    #[test]
    fn nothing_differs_and_every_pipeline_has_its_page() {
        assert_eq!(compare(PIPELINES, &built()), []);
    }

    #[test]
    fn a_missing_and_an_orphaned_implementation_are_named() {
        let mut broken = built();
        let (gone, modality) = broken.remove(0);
        broken.push(("no_such_pipeline", modality));
        let found = compare(PIPELINES, &broken);
        let says =
            |name: &str, word: &str| found.iter().any(|(n, d)| n == name && d.starts_with(word));
        assert!(says(gone, "missing"), "{found:?}");
        assert!(says("no_such_pipeline", "orphan"), "{found:?}");
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_missing_page_and_an_orphaned_one_are_named() {
        let docs = tempfile::tempdir().unwrap();
        std::fs::create_dir(docs.path().join("pipelines")).unwrap();
        std::fs::write(docs.path().join("pipelines/old_one.md"), "").unwrap();
        let found = pages(PIPELINES, docs.path());
        assert_eq!(found.len(), PIPELINES.len() + 1, "{found:?}");
        assert!(
            found
                .iter()
                .any(|(name, what)| name == "old_one" && what.starts_with("orphan"))
        );
    }
}
