//! Starting other programs and saying plainly which one failed.
//!
//! Output goes straight to the console; nothing is retried. Every task uses it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// The cargo that started us.
pub fn cargo() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from)
}

/// The file of a program found on `PATH`.
pub fn find(program: &str) -> Option<PathBuf> {
    let names = if cfg!(windows) {
        vec![
            format!("{program}.exe"),
            format!("{program}.cmd"),
            format!("{program}.bat"),
        ]
    } else {
        vec![program.to_owned()]
    };
    std::env::split_paths(&std::env::var_os("PATH")?)
        .flat_map(|folder| {
            names
                .iter()
                .map(move |name| folder.join(name))
                .collect::<Vec<_>>()
        })
        .find(|file| file.is_file())
}

/// A command for a program that must be on `PATH`.
pub fn program(name: &str) -> Result<Command> {
    let file = find(name).with_context(|| {
        format!("`{name}` is not on PATH; `cargo xtask setup` says how to get it")
    })?;
    Ok(Command::new(file))
}

/// Runs a command, shown as one line; its output goes to the console.
pub fn run(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let status = command
        .status()
        .with_context(|| format!("start `{}`", shown(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs a talkative command, shown as one line; what it says is kept for the case that it fails.
pub fn quietly(command: &mut Command) -> Result<()> {
    println!("$ {}", shown(command));
    let done = command
        .output()
        .with_context(|| format!("start `{}`", shown(command)))?;
    if !done.status.success() {
        print!("{}", String::from_utf8_lossy(&done.stdout));
        let reason = String::from_utf8_lossy(&done.stderr);
        bail!(
            "`{}` failed ({}): {}",
            shown(command),
            done.status,
            reason.trim()
        );
    }
    Ok(())
}

/// Runs a command and returns what it printed.
pub fn output(command: &mut Command) -> Result<String> {
    let done = command
        .output()
        .with_context(|| format!("start `{}`", shown(command)))?;
    if !done.status.success() {
        let reason = String::from_utf8_lossy(&done.stderr);
        bail!(
            "`{}` failed ({}): {}",
            shown(command),
            done.status,
            reason.trim()
        );
    }
    String::from_utf8(done.stdout)
        .with_context(|| format!("read what `{}` printed", shown(command)))
}

/// Does one named step and prints how long it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("== {name}");
    let start = Instant::now();
    let result = work().with_context(|| name.to_owned());
    let word = if result.is_ok() { "done" } else { "FAILED" };
    println!(
        "== {name}: {word} in {:.1} s",
        start.elapsed().as_secs_f64()
    );
    result
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program
        .file_stem()
        .unwrap_or(command.get_program())
        .to_string_lossy();
    let arguments: Vec<_> = command
        .get_args()
        .map(|word| word.to_string_lossy())
        .collect();
    format!("{name} {}", arguments.join(" ")).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_command_is_named_with_its_arguments() {
        let error = output(Command::new(cargo()).arg("no-such-subcommand")).unwrap_err();
        assert!(
            error.to_string().contains("cargo no-such-subcommand"),
            "{error}"
        );
    }

    #[test]
    fn a_program_that_is_not_on_path_points_to_setup() {
        let error = program("no-such-program-anywhere").unwrap_err();
        assert!(error.to_string().contains("cargo xtask setup"), "{error}");
    }
}
