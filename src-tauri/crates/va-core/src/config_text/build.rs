//! YAML events to a value, noting places. Repeated names are reported and the first one is kept;
//! references, several documents and names that are groups are refused.

use std::borrow::Cow;

use saphyr::Scalar;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};
use serde_json::{Map, Number, Value};

use super::decode::{MAX_BYTES, too_large};
use super::{EXAMPLE, Places, syntax};
use crate::issue::{Issue, IssueCode, Place};

/// How many groups and lists may lie in each other.
pub(super) const MAX_DEPTH: usize = 16;

/// A text that could be read to its end.
#[derive(Debug)]
pub(super) struct Built {
    pub value: Value,
    pub places: Places,
    pub issues: Vec<Issue>,
}

enum Open {
    Group {
        path: String,
        entries: Map<String, Value>,
        /// The name whose value comes next.
        name: Option<Name>,
    },
    List {
        path: String,
        items: Vec<Value>,
    },
}

struct Name {
    key: String,
    path: String,
    at: Place,
}

#[derive(Default)]
struct Builder {
    stack: Vec<Open>,
    root: Option<Value>,
    places: Places,
    issues: Vec<Issue>,
}

type Refused = Box<Issue>;

pub(super) fn build(text: &str) -> Result<Built, Refused> {
    if text.len() > MAX_BYTES {
        return Err(Box::new(too_large()));
    }
    let mut builder = Builder::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| {
            let message = format!("this is not YAML: {}", error.info());
            let hint = "check indentation, quotes and brackets here and in the line above; \
                        write one setting a line";
            Box::new(syntax(Some(place(error.marker())), message, hint))
        })?;
        builder.event(event, span)?;
    }
    Ok(Built {
        value: builder.root.unwrap_or(Value::Null),
        places: builder.places,
        issues: builder.issues,
    })
}

fn place(marker: &Marker) -> Place {
    Place {
        line: marker.line() as u32,
        column: marker.col() as u32 + 1,
    }
}

impl Builder {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Refused> {
        let at = place(&span.start);
        match event {
            Event::Scalar(text, style, _, tag) => self.scalar(text, style, tag.as_ref(), at),
            Event::MappingStart(..) => {
                let path = self.open(at)?;
                self.stack.push(Open::Group {
                    path,
                    entries: Map::new(),
                    name: None,
                });
                Ok(())
            }
            Event::SequenceStart(..) => {
                let path = self.open(at)?;
                let items = Vec::new();
                self.stack.push(Open::List { path, items });
                Ok(())
            }
            Event::MappingEnd | Event::SequenceEnd => {
                match self.stack.pop() {
                    Some(Open::Group { entries, .. }) => self.value(Value::Object(entries)),
                    Some(Open::List { items, .. }) => self.value(Value::Array(items)),
                    None => {}
                }
                Ok(())
            }
            Event::Alias(_) => Err(Box::new(syntax(
                Some(at),
                "references (`*name`) are not read in configurations",
                "write the settings out",
            ))),
            Event::DocumentStart(_) if self.root.is_some() => Err(Box::new(syntax(
                Some(at),
                "a second document begins here",
                "keep one configuration in a file, without a line of `---` inside",
            ))),
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => Ok(()),
        }
    }

    /// The path of a value that begins here.
    fn open(&mut self, at: Place) -> Result<String, Refused> {
        if self.stack.len() >= MAX_DEPTH {
            let message = format!("groups and lists lie more than {MAX_DEPTH} deep in each other");
            let hint = "settings lie two deep: the pipeline, and the setting in it";
            return Err(Box::new(syntax(Some(at), message, hint)));
        }
        match self.stack.last() {
            None => Ok(String::new()),
            Some(Open::Group {
                name: Some(name), ..
            }) => Ok(name.path.clone()),
            Some(Open::Group { name: None, .. }) => Err(Box::new(syntax(
                Some(at),
                "a group or list stands where a name is expected",
                "names are plain words, for example `threshold: 27`",
            ))),
            Some(Open::List { path, items }) => {
                let path = format!("{path}[{}]", items.len());
                self.places.note(&path, at);
                Ok(path)
            }
        }
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        tag: Option<&Cow<'_, Tag>>,
        at: Place,
    ) -> Result<(), Refused> {
        if let Some(Open::Group {
            path,
            name: name @ None,
            ..
        }) = self.stack.last_mut()
        {
            let full = if path.is_empty() {
                text.to_string()
            } else {
                format!("{path}.{text}")
            };
            self.places.note(&full, at);
            *name = Some(Name {
                key: text.into_owned(),
                path: full,
                at,
            });
            return Ok(());
        }
        let path = self.open(at)?;
        let shown: String = text.chars().take(40).collect();
        let value = match Scalar::parse_from_cow_and_metadata(text, style, tag) {
            Some(Scalar::Null) => Value::Null,
            Some(Scalar::Boolean(on)) => on.into(),
            Some(Scalar::Integer(number)) => number.into(),
            Some(Scalar::String(text)) => Value::String(text.into_owned()),
            Some(Scalar::FloatingPoint(number)) => {
                let finite = Number::from_f64(number.into_inner());
                finite.map_or_else(|| self.not_a_value(&path, &shown, at), Value::Number)
            }
            None => self.not_a_value(&path, &shown, at),
        };
        self.value(value);
        Ok(())
    }

    fn not_a_value(&mut self, path: &str, shown: &str, at: Place) -> Value {
        let message = format!("`{shown}` is not a number that can be used");
        let hint = "give a finite number, a word, or true or false";
        let mut issue = Issue::error(path, IssueCode::InvalidType, message, hint);
        EXAMPLE.clone_into(&mut issue.example);
        issue.place = Some(at);
        self.issues.push(issue);
        Value::Null
    }

    fn value(&mut self, value: Value) {
        match self.stack.last_mut() {
            None => self.root = Some(value),
            Some(Open::List { items, .. }) => items.push(value),
            Some(Open::Group { entries, name, .. }) => {
                let Some(name) = name.take() else {
                    return;
                };
                if entries.contains_key(&name.key) {
                    self.repeated(name);
                } else {
                    entries.insert(name.key, value);
                }
            }
        }
    }

    fn repeated(&mut self, name: Name) {
        let first = self.places.of(&name.path);
        let line = first.map_or(String::new(), |place| {
            format!(", first in line {}", place.line)
        });
        let message = format!("`{}` stands twice in the same group{line}", name.key);
        let code = IssueCode::DuplicateField;
        let mut issue = Issue::error(name.path, code, message, "keep one of them");
        EXAMPLE.clone_into(&mut issue.example);
        issue.place = Some(name.at);
        self.issues.push(issue);
    }
}
