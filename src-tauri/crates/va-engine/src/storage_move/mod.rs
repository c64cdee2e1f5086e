//! Moving the data folder: copy, verify every file by SHA-256, switch by replacing one small file, then
//! remove the old folder. Until the switch the old folder is in force and untouched; after it the new one
//! is, complete. A kill at any point leaves exactly one of the two in force, and the same move, started
//! again, goes on. Called by the engine and by `videoannotator storage move`.
//!
//! | ended where | in force | what the next start or the next `move` does |
//! |---|---|---|
//! | while copying or verifying | old | the new folder can't be opened; `move` keeps what is the same and copies the rest |
//! | complete, before the switch | old | the same |
//! | after the switch | new | the next start of the new folder removes the old one |

mod copy;
mod finish;
mod journal;
mod plan;
mod progress;

pub use copy::copy;
pub use finish::{finish, leave};
pub(crate) use journal::require_not_moved;
pub use journal::{Journal, guard};
pub use plan::{Item, Plan, check_target, plan};
pub use progress::{MoveState, MoveView, Point, Progress, Unwatched, Watch};

use std::path::Path;

use crate::storage_error::StorageError;

/// Names an operation that failed.
fn io<'a>(
    doing: &'static str,
    path: &'a Path,
) -> impl FnOnce(std::io::Error) -> StorageError + use<'a> {
    move |source| StorageError::Io {
        doing,
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod kill_tests;
#[cfg(test)]
mod tests;
