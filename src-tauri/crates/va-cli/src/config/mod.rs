//! Configuration files and presets on the command line: reading, checking, keeping.

mod file;
mod presets;
mod validate;

use std::process::ExitCode;

use va_engine::Toolbox;
use va_engine::data_folder::default_root;

use crate::args::ConfigCommand;

pub use file::{read, set_path, with_settings};
pub use presets::shelf;

/// `config`.
pub fn run(command: ConfigCommand) -> ExitCode {
    match command {
        ConfigCommand::Validate { file, json } => {
            let toolbox = Toolbox::new(&[], default_root().ok().as_deref());
            validate::validate(&file, json, &toolbox)
        }
        ConfigCommand::Presets { json } => presets::list(json),
        ConfigCommand::Show { name, format } => presets::show(&name, format),
        ConfigCommand::Save {
            name,
            file,
            replace,
        } => presets::save(&name, &file, replace),
        ConfigCommand::Delete { name } => presets::delete(&name),
    }
}
