//! Exports as the programs see them that will open them: the independent parsers of FORMATS.md through
//! Python, and the existing viewer through a port of its recognition rules.

#![cfg(test)]

mod crowd;
mod hostile;
mod jobs;
mod parsers;
mod people;
mod planning;
mod python;
mod reference_page;
mod streaming;
mod tables;
mod viewer;
mod viewer_rules;
