//! Taking a file in: its bytes from the request, its rows from a process of its own, at most two at once.
use std::path::PathBuf;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpMessage, HttpRequest, web};
use futures_util::future::LocalBoxFuture;
use tokio::sync::Semaphore;

use super::ledger::Registry;
use super::reader::{self, Limits, ReadRefusal};
use super::table::Rows;
use super::{Installed, json};
use crate::platform::Shared;
use crate::platform::error::{ApiError, ApiResult, FieldError};
use crate::platform::http::body::{self, BodyHash};

/// Files read at once: each may take 512 MiB and a core.
const AT_ONCE: usize = 2;
/// Files that are read or wait for it.
const PLACES: usize = 10;
/// Seconds after which one may try again when too many wait.
const WAIT_SECONDS: u32 = 10;

static READING: Semaphore = Semaphore::const_new(AT_ONCE);
static WAITING: Semaphore = Semaphore::const_new(PLACES);

/// The body of a request as a file, whatever its media type: the content decides.
pub struct UploadedFile(pub Vec<u8>);

impl FromRequest for UploadedFile {
    type Error = ApiError;
    type Future = LocalBoxFuture<'static, ApiResult<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let bytes = body::read(payload, Limits::default().upload).await?;
            request.extensions_mut().insert(BodyHash::of(&bytes));
            Ok(Self(bytes.to_vec()))
        })
    }
}

/// The kinds of ledgers this server knows.
pub struct Ledgers(pub Registry);

impl FromRequest for Ledgers {
    type Error = ApiError;
    type Future = std::future::Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let installed = request.app_data::<Installed>().map(|installed| Self(installed.0.clone()));
        std::future::ready(installed.ok_or_else(|| ApiError::Internal("the ledgers are not installed".into())))
    }
}

/// Reads the rows of a file, off the threads that answer requests.
///
/// # Errors
/// 422 with the reader's rule; 429 when too many files wait; 503 when the reader cannot be started.
pub async fn rows(shared: &Shared, bytes: Vec<u8>, name: String) -> ApiResult<(Vec<u8>, Rows, String)> {
    let _place = WAITING.try_acquire().map_err(|_full| ApiError::TooMany(WAIT_SECONDS))?;
    let _turn = READING.acquire().await.map_err(|_closed| ApiError::Unavailable("the readers have stopped"))?;
    let program = shared.worker_program.clone();
    let read = web::block(move || rows_blocking(program, bytes, name)).await;
    read.map_err(|_gone| ApiError::Unavailable("the reader has stopped"))?
}

/// [`rows`], on a thread that may block.
///
/// # Errors
/// As [`rows`].
pub fn rows_blocking(program: PathBuf, bytes: Vec<u8>, name: String) -> ApiResult<(Vec<u8>, Rows, String)> {
    let rows = if json::is_json(&bytes) {
        json::read(&bytes).map_err(|rule| ApiError::invalid("", rule))?
    } else {
        reader::read_in_child(&program, &bytes, &name).map_err(refused)?.into()
    };
    Ok((bytes, rows, name))
}

fn refused(refusal: ReadRefusal) -> ApiError {
    if refusal.rule == reader::rules::UNAVAILABLE {
        return ApiError::Unavailable("the reader could not be started");
    }
    let place = |name: &str, number: Option<u32>| number.map(|number| format!("/{name}/{number}")).unwrap_or_default();
    let pointer = place("row", refusal.row) + &place("column", refusal.column);
    ApiError::Invalid(vec![FieldError::new(pointer, refusal.rule)])
}
