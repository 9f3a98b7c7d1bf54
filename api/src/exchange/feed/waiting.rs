//! How a follower's question is answered: from a cursor on, and after a wait where there is nothing yet.
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, timeout};

use super::dto::{ChangeFilter, ChangeItem, ChangePage};
use super::rules::{is_asked_for, shown, types};
use super::store::changes_after;
use super::view::view;
use crate::platform::access::Reading;
use crate::platform::auth::{Caller, CapabilitySet, ReadChanges};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};
use crate::platform::http::health;
use crate::platform::journal::{Cursor, next_sealed_at, oldest_since};

const NOT_A_CURSOR: Rule =
    Rule {
        code: "feed.cursor", zh: "这个游标不是本系统给出的", en: "this cursor was not handed out by this system"
    };
const EXPIRED: Rule = Rule {
    code: "feed.cursor_expired",
    zh: "游标之后的变更已超过 90 天的保留期，请从快照重新开始",
    en: "what follows this cursor is older than the 90 days it is kept; begin with a snapshot again",
};
const VIEW_CHANGED: Rule = Rule {
    code: "feed.view_changed",
    zh: "您的区域或权限已变更，看到的内容与此前不同，请从快照重新开始",
    en: "your area or permissions have changed, and what you see with them; begin with a snapshot again",
};
pub(super) const UNKNOWN_TYPE: Rule =
    Rule { code: "feed.type.unknown", zh: "没有这种变更类型", en: "there is no such type of change" };

/// How long what is sealed can be followed.
const KEPT: chrono::Duration = chrono::Duration::days(90);
const USUAL: i64 = 100;
/// Sealed rows read at a time, and how often for one answer: a filter that lets little through must not hold a reader.
const STRETCH: i64 = 1000;
const STRETCHES: usize = 10;
/// Followers that wait at the same time; each holds a connection of the server and no thread.
const MOST_WAITING: usize = 512;
const RETRY_SECONDS: u32 = 5;
/// How often one who waits looks whether the server is told to stop, and the caller shut out.
const LOOK: Duration = Duration::from_secs(1);

static WAITING: Semaphore = Semaphore::const_new(MOST_WAITING);

/// A question, once it is understood.
#[derive(Debug, Clone)]
struct Question {
    cursor: Option<Cursor>,
    types: Arc<[String]>,
    limit: usize,
    capabilities: CapabilitySet,
}

/// What was found so far.
struct Found {
    cursor: Cursor,
    items: Vec<ChangeItem>,
    is_end: bool,
}

/// Answers a follower.
///
/// # Errors
/// 400 for a cursor of nobody's, 410 when it is good no more, 422, 429 when too many wait.
pub async fn answer(caller: &Caller<ReadChanges>, filter: ChangeFilter) -> ApiResult<ChangePage> {
    let seconds = filter.wait.and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or_default();
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut question = question(caller, &filter)?;
    if seconds == 0 {
        return ask(caller, question).await.map(|found| page(caller, found));
    }
    let _waits = WAITING.try_acquire().map_err(|_full| ApiError::TooMany(RETRY_SECONDS))?;
    let mut reached = caller.shared().followers.follow();
    loop {
        reached.mark_unchanged();
        let found = ask(caller, question.clone()).await?;
        if !found.items.is_empty() || !found.is_end {
            return Ok(page(caller, found));
        }
        question.cursor = Some(found.cursor);
        if !wait(caller, &mut reached, end).await? {
            return Ok(page(caller, found));
        }
    }
}

/// Waits for more; answers whether there is some. Whoever is shut out meanwhile, or sees something else by now, waits in vain.
async fn wait(caller: &Caller<ReadChanges>, reached: &mut watch::Receiver<i64>, end: Instant) -> ApiResult<bool> {
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let has_more = !left.is_zero() && timeout(left.min(LOOK), reached.changed()).await.is_ok();
        if !caller.stands_as_before().await? {
            return Err(ApiError::Gone(VIEW_CHANGED));
        }
        if has_more || left.is_zero() || health::is_stopping() {
            return Ok(has_more);
        }
    }
}

fn question(caller: &Caller<ReadChanges>, filter: &ChangeFilter) -> ApiResult<Question> {
    let types = types(filter.types.as_deref()).ok_or_else(|| ApiError::invalid("types", UNKNOWN_TYPE))?;
    let cursor = filter.after.as_deref().map(|text| {
        let refusal = || ApiError::Syntax(vec![FieldError::new("after", NOT_A_CURSOR)]);
        Cursor::read(text, caller.shared()).ok_or_else(refusal)
    });
    let limit = usize::try_from(filter.limit.unwrap_or(USUAL)).unwrap_or_default();
    Ok(Question { cursor: cursor.transpose()?, types: types.into(), limit, capabilities: caller.capabilities })
}

fn page(caller: &Caller<ReadChanges>, Found { cursor, items, is_end }: Found) -> ChangePage {
    ChangePage { cursor: cursor.text(caller.shared()), items, is_end }
}

async fn ask(caller: &Caller<ReadChanges>, question: Question) -> ApiResult<Found> {
    let found = caller.read(move |reading| find(reading, &question).map(crate::platform::access::OfNobody)).await?;
    Ok(found.0)
}

fn find(reading: &mut Reading<'_>, question: &Question) -> ApiResult<Found> {
    let mut cursor = expect_good(reading, question)?;
    let mut items = Vec::new();
    for _ in 0..STRETCHES {
        let changes = changes_after(reading.db, cursor.seq, STRETCH)?;
        for change in &changes.items {
            if items.len() == question.limit {
                return Ok(Found { cursor, items, is_end: false });
            }
            let item = shown(change, reading.scope, question.capabilities);
            items.extend(item.filter(|item| is_asked_for(&question.types, item)));
            cursor.seq = change.seq;
        }
        cursor.seq = changes.reached;
        if changes.is_end {
            return Ok(Found { cursor, items, is_end: true });
        }
    }
    Ok(Found { cursor, items, is_end: false })
}

/// Where to begin, if the caller may still go on from there.
fn expect_good(reading: &mut Reading<'_>, question: &Question) -> ApiResult<Cursor> {
    let (view, oldest) = (view(reading.scope, question.capabilities), clock::now() - KEPT);
    let Some(cursor) = question.cursor else {
        return Ok(Cursor { seq: oldest_since(reading.db, oldest)?, view });
    };
    if cursor.view != view {
        return Err(ApiError::Gone(VIEW_CHANGED));
    }
    match next_sealed_at(reading.db, cursor.seq)? {
        Some(sealed_at) if sealed_at < oldest => Err(ApiError::Gone(EXPIRED)),
        _ => Ok(cursor),
    }
}
