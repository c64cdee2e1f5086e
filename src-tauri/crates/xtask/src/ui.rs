//! The window's side: install its packages, check it, test it, build it.
//!
//! npm is asked only when the lock file changed, and the build runs only when the sources did.
//! Used by `run`, `test`, `generate` and `bundle`.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use crate::exec;
use crate::stamp::Stamp;
use crate::workspace::Workspace;

/// What the built page depends on.
const INPUTS: &[&str] = &[
    "src",
    "public",
    "index.html",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "vite.config.ts",
];

/// Installs the packages of one npm project, once per lock file.
pub fn packages(folder: &Path) -> Result<()> {
    let modules = folder.join("node_modules");
    Stamp::new(modules.join(".xtask/packages"))
        .input(&folder.join("package.json"))?
        .input(&folder.join("package-lock.json"))?
        .unless_done(|| {
            exec::run(npm(folder)?.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]))
        })?;
    Ok(())
}

/// Builds `ui/dist`, which the programs embed, unless nothing changed.
pub fn build(workspace: &Workspace) -> Result<()> {
    let folder = workspace.path("ui");
    packages(&folder)?;
    let mut stamp =
        Stamp::new(folder.join("node_modules/.xtask/dist")).makes(folder.join("dist/index.html"));
    for input in INPUTS {
        stamp = stamp.word(input).input(&folder.join(input))?;
    }
    stamp.unless_done(|| exec::run(npm(&folder)?.args(["run", "--silent", "build"])))?;
    Ok(())
}

/// Runs one of the UI's scripts.
pub fn script(workspace: &Workspace, name: &str) -> Result<()> {
    exec::run(npm(&workspace.path("ui"))?.args(["run", "--silent", name]))
}

fn npm(folder: &Path) -> Result<Command> {
    let mut command = exec::program("npm")?;
    command.current_dir(folder);
    Ok(command)
}

/// Writes the TypeScript types of the API document.
pub fn generate_types(workspace: &Workspace, tool: &Path) -> Result<()> {
    let mut command = npm(tool)?;
    command.args(["run", "--silent", "generate", "--"]);
    command
        .arg(workspace.path("ui/openapi.json"))
        .arg(workspace.path("ui/src/api/schema.ts"));
    exec::run(&mut command)
}
