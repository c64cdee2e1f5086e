//! The engine: one owner of the data folder, the queue, the workers and the events. It starts worker
//! processes and listens to them; it never decodes, infers or serves anything itself and never sees the
//! pipelines. The window, the server and `annotate` all stand on it.

pub mod computer;
pub mod data_folder;
pub mod engine;
pub mod error;
pub mod events;
pub mod gpu;
pub mod import;
pub mod job_folder;
pub mod location;
pub mod log;
pub mod models;
pub mod notice;
pub mod preset_shelf;
pub mod queue;
pub mod removal;
pub mod retention;
pub mod storage;
pub mod storage_error;
pub mod storage_move;
pub mod sweep;
pub mod tokens;
pub mod toolbox;
pub mod upload;
pub mod view;
pub mod worker;

mod act;
mod actions;
mod adopt;
mod backup;
mod disk;
mod ending;
mod estimate;
mod forecast;
mod hand_on;
mod hear;
mod intake;
mod limits;
mod look;
mod lull;
mod message;
mod owner;
mod prepare;
mod recovery;
mod retry;
mod room;
mod scheduler;
mod settings;
mod startup;
mod submit;
mod upload_name;
mod uploads;

pub use data_folder::DataFolder;
pub use engine::{Engine, EngineOptions, NewJobRequest};
pub use error::EngineError;
pub use events::{Event, EventKind, Hub};
pub use import::{ImportReport, ImportedJob, import};
pub use location::{Location, StorageSource};
pub use models::ModelView;
pub use notice::Notice;
pub use preset_shelf::{PresetError, PresetShelf};
pub use storage_error::StorageError;
pub use toolbox::Toolbox;
pub use view::{JobView, VideoView};
