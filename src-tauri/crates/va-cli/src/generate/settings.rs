//! The tables of settings in the pages of the pipelines, between markers, from the descriptors.

use std::path::Path;

use va_core::pipeline::PipelineDescriptor;
use va_core::pipelines::PIPELINES;

const BEGIN: &str = "<!-- generated:settings -->";
const END: &str = "<!-- /generated -->";

/// Fills the table of every pipeline's page. A page without markers is an error: it would go stale.
pub fn fill(folder: &Path) -> std::io::Result<()> {
    for pipeline in PIPELINES {
        let path = folder.join(format!("{}.md", pipeline.id));
        let page = std::fs::read_to_string(&path)
            .map_err(|e| std::io::Error::other(format!("{}: {e}", path.display())))?;
        let parts = page.split_once(BEGIN).and_then(|(before, rest)| {
            let (_, after) = rest.split_once(END)?;
            Some((before, after))
        });
        let Some((before, after)) = parts else {
            let words = format!("{} has no `{BEGIN}` and `{END}`", path.display());
            return Err(std::io::Error::other(words));
        };
        std::fs::write(
            &path,
            format!("{before}{BEGIN}\n{}{END}{after}", table(pipeline)),
        )?;
    }
    Ok(())
}

fn table(pipeline: &PipelineDescriptor) -> String {
    let mut table =
        "| setting | accepts | default | what it does |\n|---|---|---|---|\n".to_owned();
    for field in pipeline.schema.fields {
        let unit = if field.unit.is_empty() {
            String::new()
        } else {
            format!(" ({})", field.unit)
        };
        let (key, accepts, help) = (field.key, field.kind.expected(), field.help);
        let default = field.kind.default_value();
        let row = format!("| `{key}` | {accepts}{unit} | `{default}` | {help} |\n");
        table.push_str(&row);
    }
    table
}
