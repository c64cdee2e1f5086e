//! One line of the log: JSON for programs, words for a terminal. Every value goes through [`scrub`] unless the
//! level shows names, so that a line of any library is as clean as our own.

use std::fmt;

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::{LookupSpan, Scope};
use va_store::WallTime;

use super::scrub::scrub;

/// Fields whose values are the program's own words, never those of its user: patterns of addresses, places in
/// the source, web origins that were configured.
const OWN_WORDS: [&str; 6] = ["at", "route", "origins", "address", "version", "model"];
const MESSAGE: &str = "message";

/// How lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `{"timestamp":..,"level":..,"fields":{"message":..},"target":..,"span":{..}}`.
    Json,
    /// `2026-11-23T04:00:00.000Z INFO what happened key=value`.
    Words,
}

/// Collects fields, hiding what must not be said.
struct Collected {
    fields: Map<String, Value>,
    names: bool,
}

impl Collected {
    fn new() -> Self {
        Self {
            fields: Map::new(),
            names: super::level().shows_names(),
        }
    }

    fn keep(&mut self, field: &Field, value: impl Into<Value>) {
        self.fields.insert(field.name().to_owned(), value.into());
    }

    fn keep_text(&mut self, field: &Field, text: &str) {
        let open = self.names || OWN_WORDS.contains(&field.name());
        let text = if open { text.into() } else { scrub(text) };
        self.keep(field, text.into_owned());
    }
}

impl Visit for Collected {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.keep(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.keep(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.keep(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.keep(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.keep_text(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.keep_text(field, &format!("{value:?}"));
    }
}

/// Keeps a span's fields as JSON.
pub(super) struct Fields;

impl<'writer> FormatFields<'writer> for Fields {
    fn format_fields<R: RecordFields>(
        &self,
        mut writer: Writer<'writer>,
        fields: R,
    ) -> fmt::Result {
        let mut collected = Collected::new();
        fields.record(&mut collected);
        write!(writer, "{}", Value::Object(collected.fields))
    }
}

/// Writes lines in this shape.
pub(super) struct Format(pub Shape);

impl<S> FormatEvent<S, Fields> for Format
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, Fields>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut said = Collected::new();
        event.record(&mut said);
        let mut around = Map::new();
        for span in context.event_scope().into_iter().flat_map(Scope::from_root) {
            let extensions = span.extensions();
            let Some(fields) = extensions.get::<FormattedFields<Fields>>() else {
                continue;
            };
            if let Ok(fields) = serde_json::from_str::<Map<String, Value>>(fields) {
                around.extend(fields);
            }
        }
        let about = event.metadata();
        let now = WallTime::from(std::time::SystemTime::now());
        match self.0 {
            Shape::Json => {
                let mut line = serde_json::json!({
                    "timestamp": now.to_string(),
                    "level": about.level().as_str(),
                    "fields": said.fields,
                    "target": about.target(),
                });
                if !around.is_empty() {
                    line["span"] = Value::Object(around);
                }
                writeln!(writer, "{line}")
            }
            Shape::Words => {
                write!(writer, "{now} {:>5} ", about.level())?;
                if let Some(message) = said.fields.remove(MESSAGE) {
                    write!(writer, "{}", words(&message))?;
                }
                for (name, value) in said.fields.iter().chain(&around) {
                    write!(writer, " {name}={}", named(value))?;
                }
                writeln!(writer)
            }
        }
    }
}

/// On one line, whatever it holds.
fn words(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.replace(['\n', '\r'], " "),
        None => value.to_string(),
    }
}

/// A value behind its name: in quotes when it has more than one word.
fn named(value: &Value) -> String {
    let text = words(value);
    let one = !text.is_empty() && !text.contains(char::is_whitespace);
    if one { text } else { format!("\"{text}\"") }
}
