//! One function an operation, in the order of the routes.
use std::sync::Arc;

use actix_web::web::{Bytes, Json as Body, Path};
use actix_web::{HttpResponse, get};

use super::dto::{EvidenceFilter, EvidencePage, Indicator, IndicatorFilter, IndicatorList, Overview, OverviewFilter};
use super::eyes::Eyes;
use super::measured::Measured;
use super::question::Question;
use super::small_cells;
use super::source::Sources;
use super::value::FigureValue;
use crate::codes::{Period, PeriodKind};
use crate::platform::access::{OfNobody, Reading};
use crate::platform::auth::{Caller, ReadIndicators, ReadPersonnel};
use crate::platform::clock;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::{List, Paging, Query};

/// Find the overview of an area: persons by village and status, places and those inspected in the last ninety days.
/// Without `personnel:read`, fewer than five persons are not told of a village but of its town.
#[utoipa::path(tag = "indicators", params(OverviewFilter), security(("bearer" = ["indicators:read"])),
    responses((status = OK, body = Overview), ApiError))]
#[get("/indicators/overview")]
pub async fn find_overview(
    caller: Caller<ReadIndicators>,
    sources: Sources,
    Query(filter): Query<OverviewFilter>,
) -> ApiResult<HttpResponse> {
    let in_full = caller.capabilities.has::<ReadPersonnel>();
    let body = caller.read(move |reading| overview(reading, &sources, filter.division, in_full).map(OfNobody)).await?.0;
    Ok(HttpResponse::Ok().content_type("application/json").body(Bytes::clone(&body)))
}

/// Kept as the bytes to send: it stands on the page that everyone opens first.
fn overview(
    reading: &mut Reading<'_>,
    sources: &Sources,
    division: Option<String>,
    in_full: bool,
) -> ApiResult<Arc<Bytes>> {
    let division_code = Question::area(reading.scope, division)?;
    let (scope, shared, on) = (reading.scope, reading.shared, clock::today());
    let question = format!("overview {division_code} {}..{} {on} {in_full}", scope.from, scope.to);
    shared.kept.get(reading.db, question, |db| {
        let mut reading = Reading { db, scope, shared };
        let mut tallies = Vec::new();
        for source in sources.tallies.iter() {
            let counted = source.tally(&mut reading, &division_code, on)?;
            tallies.extend(if source.is_personal() && !in_full { small_cells::merged(counted) } else { counted });
        }
        let overview = Overview { division_code: division_code.clone(), on, tallies };
        serde_json::to_vec(&overview).map(Bytes::from).map_err(|error| ApiError::Internal(error.into()))
    })
}

/// List every figure of an area and a period, with what it means and how many records stand behind it. Without
/// `personnel:read`, figures about persons are withheld of a part of one's own area where they would tell of one to four.
#[utoipa::path(tag = "indicators", params(IndicatorFilter), security(("bearer" = ["indicators:read"])),
    responses((status = OK, body = IndicatorList), ApiError))]
#[get("/indicators")]
pub async fn list_indicators(
    caller: Caller<ReadIndicators>,
    sources: Sources,
    Query(filter): Query<IndicatorFilter>,
) -> ApiResult<Body<IndicatorList>> {
    let capabilities = caller.capabilities;
    let work = move |reading: &mut Reading<'_>| {
        let question = question(reading, &sources, filter)?;
        let eyes = Eyes::of(reading.scope, capabilities);
        let measured = sources.measure_here(reading, &question, |_, _| true)?;
        let measured = eyes.seen(reading, &sources, &question, measured)?;
        Ok(IndicatorList { items: measured.into_iter().map(|measured| Indicator::of(measured, &question)).collect() })
    };
    caller.read_long(work).await.map(Body)
}

/// List the records behind one figure, or those it lacks. Records of persons open with `personnel:read` only, leads with
/// `leads:read`.
#[utoipa::path(tag = "indicators", params(EvidenceFilter, Paging), security(("bearer" = ["indicators:read"])),
    responses((status = OK, body = EvidencePage), ApiError))]
#[get("/indicators/{name}/records")]
pub async fn list_evidence(
    caller: Caller<ReadIndicators>,
    sources: Sources,
    name: Path<String>,
    list: List<EvidenceFilter>,
) -> ApiResult<Body<EvidencePage>> {
    let capabilities = caller.capabilities;
    let (is_personal, may_open) = (sources.is_personal(&name), sources.may_open(&name, caller.capabilities));
    let work = move |reading: &mut Reading<'_>| {
        let eyes = Eyes::of(reading.scope, capabilities);
        let EvidenceFilter { division, period, as_of, side } = list.filter;
        let question = question(reading, &sources, IndicatorFilter { division, period, as_of })?;
        let measured = sources.measure_one(reading, &question, &name)?;
        match eyes.seen(reading, &sources, &question, vec![measured])?.pop() {
            Some(Measured { value: FigureValue::Withheld { .. }, .. }) | None => Ok(EvidencePage::of_nothing()),
            Some(seen) => Ok(EvidencePage::of(&seen.on_side(side), list.paging, is_personal, may_open)),
        }
    };
    caller.read_long(work).await.map(Body)
}

fn question(reading: &mut Reading<'_>, sources: &Sources, filter: IndicatorFilter) -> ApiResult<Question> {
    let today = clock::today();
    let division = Question::area(reading.scope, filter.division)?;
    let period = filter.period.unwrap_or_else(|| Period::around(filter.as_of.unwrap_or(today), PeriodKind::Year));
    let as_of = filter.as_of.unwrap_or_else(|| period.to().min(today));
    let question = Question { division, period, as_of };
    sources.admit(reading, &question, "as_of", "division")?;
    Ok(question)
}
