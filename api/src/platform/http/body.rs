//! Reading a body within a size and a time.
use std::ops::Range;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::web::BytesMut;
use futures_util::StreamExt;
use sha2::{Digest, Sha256};

use crate::platform::error::{ApiError, ApiResult};

/// A body that is not complete in time is dropped, since the server's own time-out watches only the head: this long, and
/// longer where more is allowed, for a village has a weak network.
const LONGEST: Duration = Duration::from_secs(30);
const SLOWEST_BYTES_A_SECOND: usize = 64 * 1024;

/// A file as a body: bytes, not a list of numbers, in the document.
#[derive(utoipa::ToSchema)]
#[schema(value_type = String, format = Binary)]
pub struct Binary(pub Vec<u8>);

/// The hash of the body read, for telling a repeated request from another one under the same key.
#[derive(Debug, Clone, Copy)]
pub struct BodyHash(pub [u8; 32]);

impl BodyHash {
    /// The hash of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash of these bytes without those in `span`: a hash of something short and secret would give it away to whoever
    /// tries what it may be.
    pub fn without(bytes: &[u8], span: Range<usize>) -> Self {
        let (before, after) = (bytes.get(..span.start), bytes.get(span.end..));
        let hash = Sha256::new().chain_update(before.unwrap_or_default()).chain_update([0]);
        Self(hash.chain_update(after.unwrap_or_default()).finalize().into())
    }
}

/// Reads a body of at most `largest` bytes.
///
/// # Errors
/// 413 when it is larger, 400 when it breaks off, 408 when it is too slow.
pub async fn read(mut payload: Payload, largest: usize) -> ApiResult<BytesMut> {
    let reading = async {
        let mut bytes = BytesMut::new();
        while let Some(chunk) = payload.next().await {
            let chunk = chunk.map_err(|_broken| ApiError::Syntax(Vec::new()))?;
            if bytes.len() + chunk.len() > largest {
                return Err(ApiError::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    };
    tokio::time::timeout(longest(largest), reading).await.map_err(|_slow| ApiError::TimedOut)?
}

fn longest(largest: usize) -> Duration {
    LONGEST.max(Duration::from_secs(u64::try_from(largest / SLOWEST_BYTES_A_SECOND).unwrap_or(u64::MAX)))
}
