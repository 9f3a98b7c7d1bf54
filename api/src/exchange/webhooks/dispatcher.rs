//! Who sends: each process looks twice a second for what is due, takes some of it under a lease, and sends it on threads of its
//! own. What one process has taken no other takes until the lease is over.
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

use super::deliveries::{self, DeliveryState, Finished, Pending};
use super::rules::{AttemptResult, Next, Target, Waiting, after_attempt, plan};
use super::sender::{Answered, Message, Sender};
use super::store::{self, Live};
use super::{allowed_hosts, source};
use crate::platform::access::{Access, Reading, Tx};
use crate::platform::db::sql;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::id::Id;
use crate::platform::vault::fill_random;

const EVERY: Duration = Duration::from_millis(500);
const TIDY_EVERY: chrono::Duration = chrono::Duration::hours(1);
/// Attempts under way at a time, in one process.
const MOST_AT_ONCE: usize = 32;
/// Those of them that may be one webhook's: a receiver that hangs leaves room for others.
const MOST_OF_ONE: usize = 4;

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// Sends what is due.
#[derive(Clone)]
pub struct Dispatcher {
    access: Access,
    sender: Arc<dyn Sender>,
    clock: Clock,
    under_way: Arc<(Mutex<usize>, Condvar)>,
}

/// An attempt that was begun.
struct Attempt {
    webhook_id: Id,
    delivery_id: Id,
    number: i32,
    is_challenge: bool,
    message: Message,
}

/// Sends as long as it is polled.
pub async fn keep_sending(dispatcher: Dispatcher) {
    let mut tidied: Option<DateTime<Utc>> = None;
    loop {
        let (sending, now) = (dispatcher.clone(), (dispatcher.clock)());
        let is_time = tidied.is_none_or(|at| at + TIDY_EVERY <= now);
        let work = move || if is_time { sending.tidy(now).and_then(|_| sending.tick()) } else { sending.tick() };
        let done = actix_web::web::block(work).await;
        match done.map_err(|error| ApiError::Internal(error.into())).flatten() {
            Ok(_) => tidied = if is_time { Some(now) } else { tidied },
            Err(error) => tracing::warn!(%error, "webhooks could not be looked after; it is tried again"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

impl Dispatcher {
    /// One that sends through `sender`, by this clock.
    pub fn new(access: Access, sender: Arc<dyn Sender>, clock: Clock) -> Self {
        Self { access, sender, clock, under_way: Arc::default() }
    }

    fn tidy(&self, now: DateTime<Utc>) -> ApiResult<usize> {
        self.access.write_blocking(move |tx| deliveries::tidy(tx, now))
    }

    /// Begins what is due, as far as there is room; answers how many attempts that is. Blocks.
    ///
    /// # Errors
    /// The database refuses.
    pub fn tick(&self) -> ApiResult<usize> {
        let (now, room) = ((self.clock)(), MOST_AT_ONCE.saturating_sub(self.count()));
        if room == 0 || !self.access.read_blocking(move |reading| has_work(reading, now))? {
            return Ok(0);
        }
        let attempts = self.access.write_blocking(move |tx| claim(tx, now, room))?;
        let count = attempts.len();
        for attempt in attempts {
            self.begin(attempt);
        }
        Ok(count)
    }

    /// Waits until no attempt is under way.
    pub fn settle(&self) {
        let (count, changed) = &*self.under_way;
        let count = count.lock().unwrap_or_else(PoisonError::into_inner);
        drop(changed.wait_while(count, |count| *count > 0).unwrap_or_else(PoisonError::into_inner));
    }

    fn count(&self) -> usize {
        *self.under_way.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, attempt: Attempt) {
        let place = Place::take(&self.under_way);
        let this = self.clone();
        std::thread::spawn(move || {
            let _place = place;
            let answered = this.sender.send(&attempt.message);
            let now = (this.clock)();
            let noted = this.access.write_blocking(move |tx| note(tx, &attempt, answered, now));
            if let Err(error) = noted {
                tracing::warn!(%error, "how a delivery went could not be noted; it is sent again under the same id");
            }
        });
    }
}

/// A place among the attempts under way, given back even by a thread that panics.
struct Place(Arc<(Mutex<usize>, Condvar)>);

impl Place {
    fn take(under_way: &Arc<(Mutex<usize>, Condvar)>) -> Self {
        *under_way.0.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Self(Arc::clone(under_way))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let (count, changed) = &*self.0;
        *count.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        changed.notify_all();
    }
}

/// Whether there is anything to be done: asked of a reader, so that an idle office writes nothing.
fn has_work(reading: &mut Reading<'_>, now: DateTime<Utc>) -> ApiResult<bool> {
    let live = store::live(reading)?;
    if live.is_empty() {
        return Ok(false);
    }
    let head = source::head(reading)?;
    if live.iter().any(|webhook| webhook.is_verified && webhook.after_seq < head) {
        return Ok(true);
    }
    deliveries::has_due(reading, live.iter().map(|webhook| webhook.id).collect(), now)
}

/// Takes what is due. One process at a time does it; what it takes is written down before it is sent.
fn claim(tx: &mut Tx<'_>, now: DateTime<Utc>, room: usize) -> ApiResult<Vec<Attempt>> {
    if !sql::try_alone(tx.db, "send webhooks")? {
        return Ok(Vec::new());
    }
    let mut attempts = Vec::new();
    for webhook in store::live(tx)? {
        if webhook.is_verified {
            deliveries::fan_out(tx, &webhook, now)?;
        }
        let left = room.saturating_sub(attempts.len());
        claim_of(tx, &webhook, now, left.min(MOST_OF_ONE), &mut attempts)?;
    }
    Ok(attempts)
}

fn claim_of(
    tx: &mut Tx<'_>,
    webhook: &Live,
    now: DateTime<Utc>,
    places: usize,
    attempts: &mut Vec<Attempt>,
) -> ApiResult<()> {
    let pending = deliveries::pending(tx, webhook)?;
    let waiting: Vec<Waiting<Id>> = pending.iter().map(|delivery| delivery.waiting).collect();
    let plan = plan(&waiting, webhook.circuit, now, places);
    for delivery in plan.park.iter().filter_map(|place| pending.get(*place)) {
        deliveries::park(tx, delivery)?;
    }
    for delivery in plan.start.iter().filter_map(|place| pending.get(*place)) {
        let number = deliveries::begin(tx, delivery, now)?;
        let (delivery_id, is_challenge) = (delivery.id, delivery.is_challenge());
        let message = message(tx, webhook, delivery, now)?;
        attempts.push(Attempt { webhook_id: webhook.id, delivery_id, number, is_challenge, message });
    }
    Ok(())
}

fn message(tx: &mut Tx<'_>, webhook: &Live, delivery: &Pending, now: DateTime<Utc>) -> ApiResult<Message> {
    let store::Keys { url, signing } = store::keys(tx, webhook.id, now)?;
    let allowed = match Target::of(&url) {
        Ok(target) => allowed_hosts::covering(tx, &webhook.division_code, &target.host)?,
        Err(_) => Vec::new(),
    };
    let (id, timestamp) = (delivery.id.to_string(), now.timestamp());
    let challenge = delivery.is_challenge().then(|| signing.first().map(|key| key.challenge(&id))).flatten();
    let body = body(delivery, challenge.as_deref());
    let signatures: Vec<String> = signing.iter().map(|key| key.sign(&id, timestamp, &body)).collect();
    Ok(Message { id, timestamp, signatures: signatures.join(" "), body, url, challenge, allowed })
}

/// What is told: that a record changed. Who may see it asks for it.
fn body(delivery: &Pending, challenge: Option<&str>) -> String {
    let change = &delivery.change;
    let subject = json!({ "type": change.subject_type, "id": change.subject_id, "version": change.version });
    let told = match challenge {
        Some(challenge) => json!({ "challenge": challenge }),
        None => json!({ "seq": change.seq, "subject": subject }),
    };
    let timestamp = change.occurred_at.to_rfc3339_opts(SecondsFormat::Micros, true);
    json!({ "type": change.event_type, "timestamp": timestamp, "data": told }).to_string()
}

/// Notes how an attempt went, unless another has taken its place meanwhile.
fn note(tx: &mut Tx<'_>, attempt: &Attempt, answered: Answered, now: DateTime<Utc>) -> ApiResult<()> {
    let Attempt { webhook_id, delivery_id, number, is_challenge, .. } = *attempt;
    let Some(finished) = deliveries::still_under_way(tx, webhook_id, delivery_id, number)? else { return Ok(()) };
    let finished = finished + 1;
    let Some(before) = store::circuit(tx, webhook_id)? else { return Ok(()) };
    let (next, circuit) = after_attempt(answered.result, finished, before, now, chance());
    let (state, due_at) = match next {
        Next::Delivered => (DeliveryState::Delivered, now),
        Next::Failed => (DeliveryState::Failed, now),
        Next::Again(at) => (DeliveryState::Pending, at),
    };
    let Answered { result, status, error } = answered;
    deliveries::finish(tx, Finished { id: delivery_id, state, finished, due_at, status, error }, now)?;
    if circuit != before {
        store::set_circuit(tx, webhook_id, circuit)?;
    }
    match result {
        AttemptResult::Gone => store::disabled(tx, webhook_id),
        AttemptResult::Taken => {
            store::delivered(tx, webhook_id, now)?;
            if before.is_open() {
                deliveries::bring_forward(tx, webhook_id, now)?;
            }
            if is_challenge { store::verified(tx, webhook_id) } else { Ok(()) }
        }
        AttemptResult::Refused | AttemptResult::Down => Ok(()),
    }
}

/// Between 0 and 1.
fn chance() -> f64 {
    let mut bytes = [0; 4];
    fill_random(&mut bytes);
    f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX)
}
