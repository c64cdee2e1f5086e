//! Lines from a worker, cut where they get too long: whatever a worker prints, no more than one line is
//! held in memory. Read by the supervisor only.

use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

/// Longest line of the protocol in bytes. Real ones have a few hundred.
pub(super) const LONGEST: usize = 1 << 20;

/// What comes next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// A whole line without its end.
    Text(Vec<u8>),
    /// More than [`LONGEST`] bytes without an end. What follows is not read.
    TooLong,
    /// The output is closed. A last line without an end was never finished and is dropped.
    End,
}

/// The lines of an output.
pub(super) struct Lines<R> {
    source: BufReader<R>,
    partial: Vec<u8>,
}

impl<R: AsyncRead + Unpin> Lines<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source: BufReader::new(source),
            partial: Vec::new(),
        }
    }

    /// The next line. Nothing is lost when this is dropped while it waits.
    pub(super) async fn next(&mut self) -> Line {
        loop {
            let available = match self.source.fill_buf().await {
                Ok(available) if !available.is_empty() => available,
                Ok(_) | Err(_) => return Line::End,
            };
            let end = available.iter().position(|byte| *byte == b'\n');
            let taken = end.unwrap_or(available.len());
            if self.partial.len() + taken > LONGEST {
                return Line::TooLong;
            }
            self.partial.extend_from_slice(&available[..taken]);
            self.source.consume(taken + usize::from(end.is_some()));
            if end.is_some() {
                return Line::Text(std::mem::take(&mut self.partial));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn all(text: &[u8]) -> Vec<Line> {
        let mut lines = Lines::new(text);
        let mut found = Vec::new();
        loop {
            let line = lines.next().await;
            let last = !matches!(line, Line::Text(_));
            found.push(line);
            if last {
                return found;
            }
        }
    }

    #[tokio::test]
    async fn lines_come_one_by_one_and_half_a_last_one_not_at_all() {
        let text = |t: &str| Line::Text(t.into());
        assert_eq!(
            all(b"one\n\ntwo\nhal").await,
            [text("one"), text(""), text("two"), Line::End]
        );
    }

    #[tokio::test]
    async fn a_line_without_an_end_is_cut() {
        let longest = [vec![b'x'; LONGEST], vec![b'\n']].concat();
        let found = all(&longest).await;
        assert!(
            matches!(found.as_slice(), [Line::Text(_), Line::End]),
            "just short enough"
        );
        let endless = vec![b'x'; LONGEST * 3];
        assert_eq!(all(&endless).await, [Line::TooLong]);
    }
}
