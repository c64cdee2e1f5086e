//! Behaviour of the two databases through their public doors, on files that the tests make themselves.

#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod many;
#[cfg(test)]
mod objects;
#[cfg(test)]
mod opening;
#[cfg(test)]
mod queue;
#[cfg(test)]
mod results;
#[cfg(test)]
mod results_reading;
#[cfg(test)]
mod room;
#[cfg(test)]
mod steps;
#[cfg(test)]
mod support;
