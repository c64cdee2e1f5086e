//! The model catalogue: which files exist, under which licence, where they are, whether they are the
//! right ones, and how they get here: by download or from a folder or archive. Knows no inference: a model
//! here is a file with a hash. Nothing is fetched unless asked. Called by the engine and the command line.

mod catalog;
mod depot;
mod error;
pub mod fetch;
pub mod import;
mod origin;
mod sha256;
mod shelf;

pub use catalog::{CATALOG, Model, catalog, find};
pub use depot::Depot;
pub use error::ModelError;
pub use fetch::{Stop, fetch};
pub use import::{Imported, import};
pub use origin::{Arrival, Origin};
pub use sha256::{Hashing, sha256_file};
pub use shelf::{Located, Shelf};
