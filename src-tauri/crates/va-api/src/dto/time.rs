//! Timestamps on the wire: RFC 3339 in UTC with `Z`.

use std::time::SystemTime;

use va_store::WallTime;

/// A moment as RFC 3339.
pub fn rfc3339(time: WallTime) -> String {
    time.to_string()
}

/// Now, as RFC 3339.
pub fn rfc3339_now() -> String {
    WallTime::from(SystemTime::now()).to_string()
}
