//! Remembers who sent wrong tokens, and how long the next wrong one waits for its answer. A good token is
//! never asked to wait: it is looked at first. Memory is bounded, and so is the number of answers that wait;
//! who finds no place to wait is told to come back later.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Wrong tokens that are answered at once: somebody copied half of one.
const FREE: u32 = 5;
/// Wait after the first one that is not; it doubles each time.
const FIRST_WAIT: Duration = Duration::from_millis(50);
/// Longest wait.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// Quiet time after which everything is forgotten.
const FORGIVEN: Duration = Duration::from_mins(5);
/// Peers that are remembered.
const PEERS: usize = 1024;
/// Answers that wait at once.
const WAITING: usize = 64;
/// Answers of one peer that wait at once.
const WAITING_PER_PEER: u32 = 8;

/// The book.
#[derive(Debug)]
pub(crate) struct Failures {
    peers: Mutex<HashMap<IpAddr, Peer>>,
    waiting: Arc<Semaphore>,
}

#[derive(Debug)]
struct Peer {
    wrong: u32,
    last: Instant,
    waiting: Arc<Semaphore>,
}

/// What becomes of an answer to a wrong token.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It is given at once.
    Now,
    /// It is given after a while; the places are given back with it.
    Later(Duration, [OwnedSemaphorePermit; 2]),
    /// There is no place to wait.
    TooMany,
}

impl Default for Failures {
    fn default() -> Self {
        Self {
            peers: Mutex::default(),
            waiting: Arc::new(Semaphore::new(WAITING)),
        }
    }
}

impl Failures {
    /// Notes a wrong token.
    pub(crate) fn note(&self, peer: IpAddr, now: Instant) -> Verdict {
        let mut peers = self.peers.lock().unwrap_or_else(PoisonError::into_inner);
        let key = network(peer);
        if !peers.contains_key(&key) {
            make_room(&mut peers, now);
        }
        let known = peers.entry(key).or_insert_with(|| Peer {
            wrong: 0,
            last: now,
            waiting: Arc::new(Semaphore::new(WAITING_PER_PEER as usize)),
        });
        if now.saturating_duration_since(known.last) >= FORGIVEN {
            known.wrong = 0;
        }
        known.last = now;
        known.wrong = known.wrong.saturating_add(1);
        let Some(more) = known.wrong.checked_sub(FREE + 1) else {
            return Verdict::Now;
        };
        let wait = FIRST_WAIT
            .saturating_mul(1 << more.min(16))
            .min(LONGEST_WAIT);
        let places = (
            Arc::clone(&known.waiting).try_acquire_owned(),
            Arc::clone(&self.waiting).try_acquire_owned(),
        );
        match places {
            (Ok(own), Ok(all)) => Verdict::Later(wait, [own, all]),
            _ => Verdict::TooMany,
        }
    }
}

/// Forgets the quiet ones, and the quietest one if nobody else can go.
fn make_room(peers: &mut HashMap<IpAddr, Peer>, now: Instant) {
    if peers.len() < PEERS {
        return;
    }
    peers.retain(|_, peer| now.saturating_duration_since(peer.last) < FORGIVEN);
    if peers.len() < PEERS {
        return;
    }
    let quietest = peers.iter().min_by_key(|(_, peer)| peer.last);
    if let Some(address) = quietest.map(|(address, _)| *address) {
        peers.remove(&address);
    }
}

/// One computer has a whole IPv6 network to call from.
fn network(peer: IpAddr) -> IpAddr {
    match peer.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::from([a, b, c, d, 0, 0, 0, 0])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(failures: &Failures, peer: [u8; 4], now: Instant) -> Option<Duration> {
        match failures.note(IpAddr::from(peer), now) {
            Verdict::Now => None,
            Verdict::Later(wait, _) => Some(wait),
            Verdict::TooMany => panic!("nobody waits"),
        }
    }

    #[test]
    fn each_wrong_token_waits_longer_up_to_a_limit_and_others_do_not() {
        let (failures, now) = (Failures::default(), Instant::now());
        let waits: Vec<_> = (0..20)
            .map(|_| wait(&failures, [127, 0, 0, 1], now))
            .collect();
        assert_eq!(waits[..5], [None; 5], "a slip of the hand costs nothing");
        assert!(waits[5..].iter().all(Option::is_some));
        assert!(waits.is_sorted());
        assert_eq!(waits[19], Some(LONGEST_WAIT));
        assert_eq!(
            wait(&failures, [10, 0, 0, 2], now),
            None,
            "another computer"
        );
        let later = now + FORGIVEN;
        assert_eq!(
            wait(&failures, [127, 0, 0, 1], later),
            None,
            "it is forgiven"
        );
    }

    #[test]
    fn a_computer_cannot_hide_in_its_own_network() {
        let (failures, now) = (Failures::default(), Instant::now());
        for host in 0..6_u16 {
            failures.note(IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, host]), now);
        }
        let next = failures.note(IpAddr::from([0x2001, 0xdb8, 0, 1, 9, 9, 9, 9]), now);
        assert!(matches!(next, Verdict::Later(..)));
    }

    #[test]
    fn the_number_of_answers_that_wait_is_bounded() {
        let (failures, now) = (Failures::default(), Instant::now());
        let peer = IpAddr::from([127, 0, 0, 1]);
        let verdicts: Vec<_> = (0..100).map(|_| failures.note(peer, now)).collect();
        let waiting = verdicts.iter().filter(|v| matches!(v, Verdict::Later(..)));
        assert_eq!(waiting.count(), WAITING_PER_PEER as usize);
        assert!(matches!(verdicts[99], Verdict::TooMany));
        drop(verdicts);
        assert!(
            matches!(failures.note(peer, now), Verdict::Later(..)),
            "places come back"
        );
    }

    #[test]
    fn memory_is_bounded() {
        let (failures, now) = (Failures::default(), Instant::now());
        for n in 0..5_000_u32 {
            failures.note(IpAddr::from(n.to_be_bytes()), now);
        }
        assert!(failures.peers.lock().unwrap().len() <= PEERS);
    }
}
