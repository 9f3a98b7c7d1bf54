//! `Caller<C>`: a signed-in caller who holds `C`. With [`Anonymous`], the only road from a handler to the database.
use std::future::{Ready, ready};
use std::marker::PhantomData;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use serde::Serialize;

use super::capability::Capability;
use super::clients::{self, Machine, PEOPLE_ONLY};
use super::recognised::{Recognised, standing_now};
use crate::platform::access::{About, Access, Allowance, Discloses, Line, Principal, Reading, Streaming, Tx};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::idempotency::{self, Given};
use crate::platform::http::{RequestId, Versioned};
use crate::platform::id::Id;
use crate::platform::journal::Author;
use crate::platform::{Installed, Platform, Shared, clock};

/// A signed-in caller who holds the capability `C`.
pub struct Caller<C> {
    access: Access,
    request: HttpRequest,
    /// The session the request belongs to.
    pub session_id: Id,
    /// All they may do; for `/me`.
    pub capabilities: super::CapabilitySet,
    machine: Option<Arc<Machine>>,
    proof: PhantomData<C>,
}

impl<C> Caller<C> {
    /// Reads; whom the answer tells of is on record before it is given.
    ///
    /// # Errors
    /// What `work` answers; 503 when the database is busy, or when it could not be recorded.
    pub async fn read<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Discloses + Send + 'static,
        F: FnOnce(&mut Reading<'_>) -> ApiResult<T> + Send + 'static,
    {
        let answer = self.access.read(work).await?;
        self.disclose(&answer, false).await?;
        Ok(answer)
    }

    /// [`Caller::read`] for an answer about one person that does not name them itself.
    ///
    /// # Errors
    /// As [`Caller::read`].
    pub async fn read_about<T, F>(&self, person_id: Id, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Reading<'_>) -> ApiResult<T> + Send + 'static,
    {
        let answer = self.read(move |reading| Ok(About(Some(person_id), work(reading)?))).await?;
        Ok(answer.1)
    }

    /// [`Caller::read`] for an answer that takes seconds.
    ///
    /// # Errors
    /// As [`Caller::read`]; 429 when too many such reads wait.
    pub async fn read_long<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Discloses + Send + 'static,
        F: FnOnce(&mut Reading<'_>) -> ApiResult<T> + Send + 'static,
    {
        let answer = self.access.read_long(work).await?;
        self.disclose(&answer, false).await?;
        Ok(answer)
    }

    /// Reads the database that is written, for what belongs to the caller's own session.
    ///
    /// # Errors
    /// What `work` answers.
    pub(in crate::platform) async fn read_primary<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Reading<'_>) -> ApiResult<T> + Send + 'static,
    {
        self.access.read_primary(work).await
    }

    /// Writes in one transaction; answers once it is durable. The journal names who was changed, and so who is told of; where
    /// nothing changed, whom the answer tells of is recorded as for a read. What a machine is shown is counted in either case.
    ///
    /// # Errors
    /// What `work` answers, and everything is undone; 503 when it could not be saved or recorded.
    pub async fn write<T, F>(&self, work: F) -> ApiResult<T>
    where
        T: Discloses + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> ApiResult<T> + Send + 'static,
    {
        let (answer, has_entries) = self.access.write_told(work).await?;
        if !has_entries || self.machine.is_some() {
            self.disclose(&answer, has_entries).await?;
        }
        Ok(answer)
    }

    /// What all requests share.
    pub fn shared(&self) -> &Shared {
        self.access.shared()
    }

    /// Who asks.
    pub fn principal(&self) -> &Principal {
        self.access.principal()
    }

    /// Refuses a machine: this is for people.
    ///
    /// # Errors
    /// 403.
    pub fn expect_person(&self) -> ApiResult<()> {
        if self.machine.is_some() { Err(ApiError::Refused(PEOPLE_ONLY)) } else { Ok(()) }
    }

    /// Whether the caller may still do and see what they could when they asked: for an answer that was waited for.
    ///
    /// # Errors
    /// 401 when the session has ended.
    pub async fn stands_as_before(&self) -> ApiResult<bool> {
        let now = standing_now(&self.request).await?;
        Ok(now.capabilities == self.capabilities && now.principal.scope == self.principal().scope)
    }

    /// Records whom an answer tells of.
    async fn disclose(&self, answer: &impl Discloses, is_written: bool) -> ApiResult<()> {
        let mut persons = Vec::new();
        answer.persons(&mut persons);
        self.record(persons, is_written).await
    }

    /// Records that these persons are shown. `is_written`: the write whose answer tells of them stands already, so a machine
    /// gets that answer however many rows it was shown before.
    async fn record(&self, persons: Vec<Id>, is_written: bool) -> ApiResult<()> {
        if persons.is_empty() {
            return Ok(());
        }
        self.shared().access_log.record(self.line(persons)?, self.allowance(is_written)).await
    }

    fn allowance(&self, is_written: bool) -> Option<Allowance> {
        self.machine.as_ref().map(|machine| machine.allowance(!is_written))
    }

    fn line(&self, persons: Vec<Id>) -> ApiResult<Line> {
        let path = self.request.match_pattern().unwrap_or_default();
        Ok(Line {
            at: clock::now(),
            account_id: self.account_id()?,
            session_id: self.session_id,
            division_code: self.principal().scope.from.clone(),
            operation: format!("{} {path}", self.request.method()),
            persons,
        })
    }

    /// A road for an answer that is streamed.
    ///
    /// # Errors
    /// 429 while as many are streamed as there are places.
    pub fn stream(&self) -> ApiResult<Streaming> {
        let line = self.line(Vec::new())?;
        let allowance = self.allowance(false);
        Ok(Streaming { place: self.access.stream_place()?, access: self.access.clone(), line, allowance })
    }

    /// Runs a POST's effect once per `Idempotency-Key` and answers `status`; the stored answer is given to a repetition.
    ///
    /// # Errors
    /// What `work` answers; 409 while the same request is in flight, 422 when the key came with another body.
    pub async fn post<T, F>(&self, status: StatusCode, work: F) -> ApiResult<HttpResponse>
    where
        T: Serialize + Versioned + Discloses + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> ApiResult<T> + Send + 'static,
    {
        let given = idempotency::once(&self.access, &self.request, status, work).await?;
        self.give(given).await
    }

    /// Gives an answer, once whom it tells of is on record.
    async fn give(&self, given: Given) -> ApiResult<HttpResponse> {
        if !given.is_written || self.machine.is_some() {
            self.record(given.persons, given.is_written).await?;
        }
        Ok(given.response)
    }

    /// The answer a repeated POST got before, for handlers whose preparations cannot be repeated; others leave it to
    /// [`Caller::post`].
    ///
    /// # Errors
    /// 422 when the key came with another body.
    pub async fn replayed(&self) -> ApiResult<Option<HttpResponse>> {
        match idempotency::replayed(&self.access, &self.request).await? {
            Some(given) => self.give(given).await.map(Some),
            None => Ok(None),
        }
    }

    /// The account, which a caller over HTTP always has.
    ///
    /// # Errors
    /// 401 when there is none.
    pub fn account_id(&self) -> ApiResult<Id> {
        self.access.principal().author.account_id().ok_or(ApiError::Unauthenticated)
    }
}

impl<C: Capability> FromRequest for Caller<C> {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(admit(request))
    }
}

fn admit<C: Capability>(request: &HttpRequest) -> ApiResult<Caller<C>> {
    let recognised = request.extensions_mut().remove::<ApiResult<Recognised>>();
    let Recognised { session_id, standing } = recognised.unwrap_or(Err(ApiError::Unauthenticated))?;
    if !standing.capabilities.has::<C>() {
        return Err(ApiError::Forbidden(C::NAME));
    }
    if standing.machine.is_some() {
        clients::expect_repeatable(request.method(), request.headers())?;
    }
    let access = Access::new(installed(request)?, Arc::clone(&standing.principal), RequestId::of(request));
    Ok(Caller {
        access,
        session_id,
        capabilities: standing.capabilities,
        machine: standing.machine.clone(),
        request: request.clone(),
        proof: PhantomData,
    })
}

pub(super) fn installed(request: &HttpRequest) -> ApiResult<Platform> {
    let installed =
        request.app_data::<Installed>().ok_or_else(|| ApiError::Internal("the platform is not installed".into()))?;
    Ok(installed.0.clone())
}

/// Anyone, signed in or not: for signing in, health and metrics. Only the platform's own handlers get at its inside.
pub struct Anonymous {
    pub(in crate::platform) platform: Platform,
    pub(in crate::platform) request: HttpRequest,
}

impl Anonymous {
    /// The road for making the first account.
    pub(in crate::platform) fn system(&self) -> Access {
        self.road(Author::System)
    }

    /// The road for whom somebody has just proved to be.
    pub(in crate::platform) fn acting(&self, account_id: Id) -> Access {
        self.road(Author::Account(account_id))
    }

    fn road(&self, author: Author) -> Access {
        let principal = Principal { author, scope: super::Scope::everything() };
        Access::new(self.platform.clone(), Arc::new(principal), RequestId::of(&self.request))
    }
}

impl FromRequest for Anonymous {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        debug_assert!(request.extensions().get::<RequestId>().is_some(), "the outermost middleware names requests");
        ready(installed(request).map(|platform| Self { platform, request: request.clone() }))
    }
}
