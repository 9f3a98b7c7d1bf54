//! What takes time: it ends, runs out or is owed by itself. The clock is moved, nobody sleeps.
//! It belongs to the process, so this is one of its own, and its tests take turns.
mod duties;
mod exports;
mod feed;
mod machines;
mod reveals;
mod sessions;

use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::Duration;
use jindu::platform::clock;
use serde_json::Value;

static TURN: Mutex<()> = Mutex::new(());

/// The right to move the clock.
struct Clock(MutexGuard<'static, ()>);

impl Clock {
    fn take() -> Self {
        Self(TURN.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn pass(&self, by: Duration) {
        let () = *self.0;
        clock::shift(by);
    }
}

fn text(body: &Value, member: &str) -> String {
    body.get(member).and_then(Value::as_str).expect("a text").to_owned()
}
