//! Columns that hold JSON or one word of a closed list, as typed values.

use rusqlite::Row;
use rusqlite::types::Type;
use serde::Serialize;
use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, IntoDeserializer};

use crate::error::{Naming, Result};

/// A JSON column.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(index)?.as_str()?;
    serde_json::from_str(text).map_err(|source| unreadable(index, source))
}

/// A JSON column that may be NULL.
pub(crate) fn json_or_null<T: DeserializeOwned>(
    row: &Row<'_>,
    index: usize,
) -> rusqlite::Result<Option<T>> {
    let Some(text) = row.get_ref(index)?.as_str_or_null()? else {
        return Ok(None);
    };
    serde_json::from_str(text)
        .map(Some)
        .map_err(|source| unreadable(index, source))
}

/// A column with one word of an enum.
pub(crate) fn word<T: DeserializeOwned>(row: &Row<'_>, index: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(index)?.as_str()?;
    let word: StrDeserializer<'_, serde::de::value::Error> = text.into_deserializer();
    T::deserialize(word).map_err(|source| unreadable(index, source))
}

/// A column with an id that is text.
pub(crate) fn id<T>(row: &Row<'_>, index: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>,
{
    let text = row.get_ref(index)?.as_str()?;
    text.parse().map_err(|source| unreadable(index, source))
}

/// A value as JSON text.
pub(crate) fn to_json<T: Serialize + ?Sized>(what: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).naming(what)
}

fn unreadable(
    index: usize,
    source: impl std::error::Error + Send + Sync + 'static,
) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(index, Type::Text, Box::new(source))
}

/// Stored JSON text as a value.
pub(crate) fn parse<T: DeserializeOwned>(
    what: &'static str,
    text: Option<&String>,
) -> Result<Option<T>> {
    text.map(|text| serde_json::from_str(text).naming(what))
        .transpose()
}
