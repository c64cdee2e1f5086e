//! The model catalogue: which files exist, under which licence, where they are, and whether they are the
//! right ones. Knows no inference: a model here is a file with a hash. Called by the engine before a
//! worker starts, and by whoever needs the hash of a file.

mod catalog;
mod error;
mod sha256;
mod shelf;

pub use catalog::{CATALOG, Model, catalog, find};
pub use error::ModelError;
pub use sha256::{Hashing, sha256_file};
pub use shelf::{Located, Shelf};
