//! The page of the command line: the help texts of every command.

use clap::CommandFactory;

use super::DO_NOT_EDIT;
use crate::args::Arguments;

/// The page.
pub fn page() -> String {
    let mut page = format!("{DO_NOT_EDIT}\n\n# Command line\n");
    let mut root = Arguments::command().term_width(100);
    root.build();
    describe(&mut root, &mut page);
    page
}

fn describe(command: &mut clap::Command, page: &mut String) {
    let name = command
        .get_bin_name()
        .unwrap_or(command.get_name())
        .to_owned();
    let help = command.render_long_help().to_string();
    let help: Vec<_> = help.lines().map(str::trim_end).collect();
    let help = help.join("\n");
    let parts = [
        "\n## `",
        &name,
        "`\n\n```text\n",
        help.trim_end(),
        "\n```\n",
    ];
    page.extend(parts);
    for sub in command.get_subcommands_mut() {
        if !sub.is_hide_set() && sub.get_name() != "help" {
            describe(sub, page);
        }
    }
}
