//! The list of jobs: the first page right after a start, and pages all over. Used by the benchmark.

use std::time::Duration;

use anyhow::{Context, Result};

use crate::campaign::chance::Chance;
use crate::client::Client;

/// Jobs on a page, as in the window.
const PER_PAGE: usize = 50;

/// The time of the first page, and how many jobs there are.
pub(super) fn first(client: &Client) -> Result<(Duration, usize)> {
    let (list, took) = page(client, 1)?;
    let total = list["total"].as_u64().context("a total")?;
    Ok((took, total as usize))
}

/// Times of pages anywhere in the list.
pub(super) fn pages(client: &Client, total: usize, count: usize) -> Result<Vec<Duration>> {
    let mut chance = Chance::new(1);
    let last = total.div_ceil(PER_PAGE) as u64;
    (0..count)
        .map(|_| Ok(page(client, chance.below(last) + 1)?.1))
        .collect()
}

fn page(client: &Client, number: u64) -> Result<(serde_json::Value, Duration)> {
    let path = format!("/api/v1/jobs?page={number}&per_page={PER_PAGE}");
    client.timed("GET", &path, None, 200)
}
