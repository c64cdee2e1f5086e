//! Behaviour of the two databases through their public doors, on files that the tests make themselves.

mod catalogue;
mod crash;
mod opening;
mod results;
mod results_reading;
mod room;
mod steps;
mod support;
