//! The network ledger: every address that this program listens on, with every connection that it took, so that
//! the window can say "0 connections since start" and mean it. Requests to other computers, which only downloads
//! of models make, are counted where they are made.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use va_engine::diagnostics::Listener;
use va_store::WallTime;

/// For programs and browsers, through the TCP door.
pub(crate) const API: &str = "programs and browsers that use the API";
/// For the player of the own window.
pub(crate) const PLAYER: &str = "the player of the own window";

/// Sockets since the program started.
#[derive(Debug, Default)]
pub struct Ledger {
    listeners: Mutex<Vec<Listener>>,
    answered: AtomicU64,
    answering_us: AtomicU64,
}

/// A listener that is open; closed in the ledger when this goes.
#[derive(Debug)]
pub(crate) struct Listening {
    ledger: Arc<Ledger>,
    place: usize,
}

impl Listening {
    /// Somebody connected.
    pub(crate) fn accepted(&self) {
        if let Some(listener) = self.ledger.all().get_mut(self.place) {
            listener.connections += 1;
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some(listener) = self.ledger.all().get_mut(self.place) {
            listener.closed = Some(now());
        }
    }
}

fn now() -> WallTime {
    WallTime::from(SystemTime::now())
}

impl Ledger {
    fn all(&self) -> MutexGuard<'_, Vec<Listener>> {
        self.listeners
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// A listener was bound.
    pub(crate) fn listening(
        self: &Arc<Self>,
        address: SocketAddr,
        purpose: &'static str,
    ) -> Listening {
        let mut all = self.all();
        all.push(Listener {
            address,
            purpose,
            opened: now(),
            closed: None,
            connections: 0,
        });
        Listening {
            ledger: Arc::clone(self),
            place: all.len() - 1,
        }
    }

    /// A request was answered after this time.
    pub fn answer(&self, took: Duration) {
        self.answered.fetch_add(1, Ordering::Relaxed);
        let took = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.answering_us.fetch_add(took, Ordering::Relaxed);
    }

    /// Requests answered since start, and the mean time that one took, in seconds.
    pub fn answered(&self) -> (u64, f64) {
        let answered = self.answered.load(Ordering::Relaxed);
        let took = self.answering_us.load(Ordering::Relaxed) as f64 / 1e6;
        (
            answered,
            if answered == 0 {
                0.0
            } else {
                took / answered as f64
            },
        )
    }

    /// Every listener since start, the first one first.
    pub fn listeners(&self) -> Vec<Listener> {
        self.all().clone()
    }

    /// Connections of clients of the API since start.
    pub fn connections(&self) -> u64 {
        let all = self.all();
        let api = all.iter().filter(|listener| listener.purpose == API);
        api.map(|listener| listener.connections).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use va_core::JobId;

    use super::*;
    use crate::media_server::MediaServer;

    #[test]
    fn a_listener_stays_in_the_ledger_when_it_has_closed() {
        let ledger = Arc::new(Ledger::default());
        let address = SocketAddr::from(([127, 0, 0, 1], 18_011));
        let listening = ledger.listening(address, API);
        listening.accepted();
        listening.accepted();
        assert!(ledger.listeners()[0].closed.is_none());
        drop(listening);
        let again = ledger.listening(address, API);
        let all = ledger.listeners();
        assert!(all[0].closed.is_some() && all[1].closed.is_none());
        assert_eq!((all[0].connections, all[1].connections), (2, 0));
        assert_eq!(ledger.connections(), 2);
        drop(again);
    }

    #[tokio::test]
    async fn the_players_connections_are_counted_and_are_none_of_the_api() {
        let ledger = Arc::new(Ledger::default());
        let media = MediaServer::new(Arc::clone(&ledger));
        assert!(
            ledger.listeners().is_empty(),
            "nothing is bound before a video is shown"
        );
        let job: JobId = "00000000-0000-4000-8000-000000000000".parse().unwrap();
        let url = media.url_of(job, PathBuf::from("nothing")).await.unwrap();
        let address = ledger.listeners()[0].address;
        assert!(url.contains(&address.to_string()));
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        stream.write_all(head).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let listener = &ledger.listeners()[0];
        assert_eq!((listener.connections, listener.purpose), (1, PLAYER));
        assert_eq!(ledger.connections(), 0);
    }
}
