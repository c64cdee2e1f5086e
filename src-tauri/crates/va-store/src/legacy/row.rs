//! Rows of a table whose columns differ between versions: by name, each value as what it is.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Map, Value};

use super::time;
use crate::WallTime;
use crate::error::{Doing, Result};

/// One row. A column that the table does not have counts as empty.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(pub(super) Map<String, Value>);

/// The names of a table's columns; none if there is no such table.
pub(super) fn columns(connection: &Connection, path: &Path, table: &str) -> Result<Vec<String>> {
    let doing = "read its tables";
    let mut select = connection
        .prepare("SELECT name FROM pragma_table_info(?1)")
        .doing(path, doing)?;
    let names = select
        .query_map([table], |row| row.get(0))
        .doing(path, doing)?;
    names.collect::<rusqlite::Result<_>>().doing(path, doing)
}

/// Every row of a table; none if there is no such table.
pub(super) fn all(connection: &Connection, path: &Path, table: &str) -> Result<Vec<Fields>> {
    let names = columns(connection, path, table)?;
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let doing = "read its rows";
    let mut select = connection
        .prepare(&format!("SELECT * FROM \"{table}\" ORDER BY rowid"))
        .doing(path, doing)?;
    let mut rows = select.query([]).doing(path, doing)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().doing(path, doing)? {
        let mut fields = Map::new();
        for (index, name) in names.iter().enumerate() {
            let value = value(row.get_ref(index).doing(path, doing)?);
            fields.insert(name.clone(), value);
        }
        found.push(Fields(fields));
    }
    Ok(found)
}

fn value(column: ValueRef<'_>) -> Value {
    match column {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Real(number) => number.into(),
        ValueRef::Text(text) | ValueRef::Blob(text) => String::from_utf8_lossy(text).into(),
    }
}

impl Fields {
    /// A text that is not empty.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        match self.0.get(name)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::String(_)
            | Value::Null
            | Value::Bool(_)
            | Value::Array(_)
            | Value::Object(_) => None,
        }
    }

    /// A whole number; a fraction is rounded down.
    pub(super) fn whole(&self, name: &str) -> Option<i64> {
        let number = self.0.get(name)?;
        number
            .as_i64()
            .or_else(|| number.as_f64().map(|number| number as i64))
    }

    /// A JSON column. One that holds no JSON is said to be unreadable and counts as empty.
    pub(super) fn json(&self, name: &str, unreadable: &mut Vec<String>) -> Value {
        let Some(text) = self.text(name) else {
            return Value::Null;
        };
        serde_json::from_str(&text).unwrap_or_else(|error| {
            unreadable.push(format!("`{name}` is no JSON: {error}"));
            Value::Null
        })
    }

    /// A time. One that can't be read is said to be unreadable and counts as empty.
    pub(super) fn time(&self, name: &str, unreadable: &mut Vec<String>) -> Option<WallTime> {
        let text = self.text(name)?;
        let time = time::read(&text, &time::here());
        if time.is_none() {
            unreadable.push(format!("`{name}` is no time: `{text}`"));
        }
        time
    }
}
