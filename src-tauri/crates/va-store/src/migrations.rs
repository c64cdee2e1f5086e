//! The schemas, embedded from the top-level `migrations` folder. Append only: a released file never
//! changes (a test pins its hash); a change of a schema is a new file and one new line here.

use rusqlite_migration::{M, Migrations};

/// One step of a schema.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Migration {
    /// Name in the `migrations` folder.
    pub(crate) file: &'static str,
    /// What it does.
    pub(crate) sql: &'static str,
}

macro_rules! migration {
    ($file:literal) => {
        Migration {
            file: $file,
            sql: include_str!(concat!("../../../../migrations/", $file)),
        }
    };
}

/// The catalogue database.
pub(crate) const CATALOGUE: &[Migration] = &[
    migration!("0001_catalogue.sql"),
    migration!("0002_engine.sql"),
    migration!("0003_tokens.sql"),
    migration!("0004_device.sql"),
];

/// A job's results file.
pub(crate) const RESULTS: &[Migration] = &[
    migration!("results_0001.sql"),
    migration!("results_0002.sql"),
];

/// The oldest results file that is read as it is: version 1 lacks nothing but tracks of objects.
pub(crate) const RESULTS_READABLE: i64 = 1;

/// The steps as the migration crate wants them; version n is the schema after the n-th. Each ends with a
/// check of all foreign keys, which are to be off meanwhile.
pub(crate) fn steps(migrations: &'static [Migration]) -> Migrations<'static> {
    let step = |m: &Migration| M::up(m.sql).foreign_key_check();
    Migrations::new(migrations.iter().map(step).collect())
}
