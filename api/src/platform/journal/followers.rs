//! Whoever waits for what is sealed next. They are woken, and hold no thread; and while there are some, what is committed is
//! sealed at once.
use tokio::sync::{Notify, watch};

/// Those who wait in this process.
pub struct Followers {
    reached: watch::Sender<i64>,
    wanted: Notify,
}

impl Default for Followers {
    fn default() -> Self {
        Self { reached: watch::Sender::new(super::BEGINNING), wanted: Notify::new() }
    }
}

impl Followers {
    /// The place that was reached, and each later one: to be asked for before the feed is read, so that nothing that is sealed
    /// in between is slept through.
    pub fn follow(&self) -> watch::Receiver<i64> {
        let receiver = self.reached.subscribe();
        self.wanted.notify_one();
        receiver
    }

    /// Whether somebody waits.
    pub(super) fn are_there(&self) -> bool {
        self.reached.receiver_count() > 0
    }

    /// Something was committed that has yet to be sealed.
    pub(in crate::platform) fn committed(&self) {
        if self.are_there() {
            self.wanted.notify_one();
        }
    }

    /// Returns when the sealer is wanted.
    pub(super) async fn wanted(&self) {
        self.wanted.notified().await;
    }

    /// The feed reaches so far now.
    pub(super) fn publish(&self, place: i64) {
        self.reached.send_if_modified(|known| {
            let is_new = *known != place;
            *known = place;
            is_new
        });
    }
}
