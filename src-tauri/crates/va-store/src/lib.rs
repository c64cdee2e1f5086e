//! Storage: the catalogue of videos, jobs, steps and settings, and the results file of one job, both
//! `SQLite`. The only crate that speaks SQL; it starts nothing and knows no pipeline. The engine owns the
//! one [`Catalogue`], a worker the one [`ResultsWriter`] of its job; everybody else reads.

pub mod backup;
pub mod catalogue;
mod columns;
mod database;
mod error;
pub mod legacy;
mod migrations;
pub mod restore;
pub mod results;
mod wall_time;

pub use catalogue::{Catalogue, CatalogueReader};
pub use error::{Result, StoreError};
pub use results::{ResultsReader, ResultsWriter, canonical_hash};
pub use wall_time::WallTime;
