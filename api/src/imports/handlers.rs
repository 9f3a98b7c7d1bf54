//! One function an operation, in the order of the routes.
use actix_web::http::StatusCode;
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpRequest, HttpResponse, get, post, web};

use super::commit::{self, Job};
use super::dto::{Import, ImportFilter, ImportOptions, ImportOutcome, Mode, RevertImport, RowFilter};
use super::intake::{self, Ledgers, UploadedFile};
use super::mappings::{self, Asked, MappedColumn};
use super::plan::Order;
use super::report::{ImportRow, RowReport};
use super::table::Rows;
use super::workbooks::{self, Annotated, XLSX};
use super::{pieces, reverting, rules, store};
use crate::platform::access::{Discloses, OfNobody, Reading};
use crate::platform::auth::{Caller, FieldClasses, ReadImports, RevertImports, WriteImports};
use crate::platform::error::{ApiError, ApiResult, Language};
use crate::platform::http::body::Binary;
use crate::platform::http::{Found, Json, List, Page, Paging, Query};
use crate::platform::id::Id;

/// Take in a ledger: plan it, and in commit mode write it. The file is the body as it is, whatever its media type.
#[utoipa::path(tag = "imports", params(ImportOptions, ("Idempotency-Key" = Option<String>, Header)),
    request_body(content = Binary, content_type = "application/octet-stream", description = ".xlsx, CSV or JSON, at most 20 MiB"),
    security(("bearer" = ["imports:write"])), responses((status = ACCEPTED, body = Import), ApiError))]
#[post("/imports")]
pub async fn create_import(
    caller: Caller<WriteImports>,
    Query(options): Query<ImportOptions>,
    Ledgers(registry): Ledgers,
    UploadedFile(bytes): UploadedFile,
) -> ApiResult<HttpResponse> {
    // Read and planned again, the file would not be the plan it was.
    if let Some(answer) = caller.replayed().await? {
        return Ok(answer);
    }
    let ImportOptions { resource, mode, strategy, on_error, file_name, division } = options;
    let file = intake::rows(caller.shared(), bytes, file_name).await?;
    let (resource, mapped) = mapped(&caller, &file.1, resource, division.clone()).await?;
    let order = Order { strategy, on_error, division, mapped, ..Order::default() };
    let job = Job::new(&registry, file, resource.as_deref(), order)?;
    match mode {
        Mode::Validate => {
            let OfNobody((job, plan)) = caller.read(move |reading| commit::plan(reading, job).map(OfNobody)).await?;
            caller.post(StatusCode::ACCEPTED, move |tx| commit::keep(tx, job, plan)).await
        }
        Mode::Commit => {
            let answer = caller.post(StatusCode::ACCEPTED, move |tx| commit::receive(tx, job)).await;
            pieces::wake();
            answer
        }
    }
}

/// The ledger and the headings that somebody mapped by hand, where these rows have such headings; else the ledger that was named.
async fn mapped<C>(
    caller: &Caller<C>,
    rows: &Rows,
    resource: Option<String>,
    division: Option<String>,
) -> ApiResult<(Option<String>, Vec<MappedColumn>)> {
    let asked = Asked::of(&rows.rows, resource.clone(), division);
    let OfNobody(kept) = caller.read(move |reading| mappings::kept(reading, &asked).map(OfNobody)).await?;
    let facts = kept.map(|kept| kept.facts);
    Ok(facts.map_or((resource, Vec::new()), |facts| (Some(facts.resource), facts.columns)))
}

/// List imports, latest first.
#[utoipa::path(tag = "imports", params(ImportFilter, Paging), security(("bearer" = ["imports:read"])),
    responses((status = OK, body = Page<Import>), ApiError))]
#[get("/imports")]
pub async fn list_imports(caller: Caller<ReadImports>, list: List<ImportFilter>) -> ApiResult<Body<Page<Import>>> {
    caller.read(move |reading| store::list(reading, &list.filter, list.paging)).await.map(Body)
}

/// Find one import.
#[utoipa::path(tag = "imports", security(("bearer" = ["imports:read"])), responses((status = OK, body = Import), ApiError))]
#[get("/imports/{id}")]
pub async fn find_import(caller: Caller<ReadImports>, id: Path<Id>) -> ApiResult<Found<Import>> {
    caller.read(move |reading| store::find(reading, *id)).await.map(Found)
}

/// List what an import does with each row, in the order of the file.
#[utoipa::path(tag = "imports", params(RowFilter, Paging), security(("bearer" = ["imports:read"])),
    responses((status = OK, body = Page<ImportRow>), ApiError))]
#[get("/imports/{id}/rows")]
pub async fn list_import_rows(
    caller: Caller<ReadImports>,
    id: Path<Id>,
    list: List<RowFilter>,
    Ledgers(registry): Ledgers,
    request: HttpRequest,
) -> ApiResult<Body<Page<ImportRow>>> {
    let language = Language::of(request.headers());
    let told =
        move |reading: &mut Reading<'_>| store::rows(reading, *id, &list.filter, list.paging, (language, &registry));
    caller.read(told).await.map(Body)
}

/// Write a plan. Refused when the data has changed since, or when rows are refused and all or nothing was agreed.
#[utoipa::path(tag = "imports", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["imports:write"])), responses((status = OK, body = Import), ApiError))]
#[post("/imports/{id}/commit")]
pub async fn commit_import(
    caller: Caller<WriteImports>,
    id: Path<Id>,
    Ledgers(registry): Ledgers,
) -> ApiResult<HttpResponse> {
    // The file is gone once it is written: the repetition of a commit has its answer, and nothing to read.
    if let Some(answer) = caller.replayed().await? {
        return Ok(answer);
    }
    let (import, file) = filed(&caller, *id).await?;
    let job = Job::of(&registry, file, &import)?;
    let answer = caller.post(StatusCode::OK, move |tx| commit::commit(tx, &job)).await;
    pieces::wake();
    answer
}

/// A plan and its file, read again.
async fn filed<C>(caller: &Caller<C>, id: Id) -> ApiResult<(Import, (Vec<u8>, Rows, String))> {
    let kept = move |reading: &mut Reading<'_>| Ok(OfNobody((store::find(reading, id)?, store::file(reading, id)?)));
    let OfNobody((import, bytes)) = caller.read(kept).await?;
    let file = intake::rows(caller.shared(), bytes, import.source.name.clone()).await?;
    Ok((import, file))
}

/// Plan a file anew, when what it rests on has changed since, or what its headings were said to mean.
#[utoipa::path(tag = "imports", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["imports:write"])), responses((status = OK, body = Import), ApiError))]
#[post("/imports/{id}/replan")]
pub async fn replan_import(
    caller: Caller<WriteImports>,
    id: Path<Id>,
    Ledgers(registry): Ledgers,
) -> ApiResult<HttpResponse> {
    let (mut import, file) = filed(&caller, *id).await?;
    let (resource, division) = (Some(import.resource.clone()), Some(import.division_code.clone()));
    import.mapped = mapped(&caller, &file.1, resource, division).await?.1;
    let job = Job::of(&registry, file, &import)?;
    caller.post(StatusCode::OK, move |tx| commit::replan(tx, &job)).await
}

/// Give up a plan: its file is erased. A plan that nobody commits is given up after seven days.
#[utoipa::path(tag = "imports", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["imports:write"])), responses((status = OK, body = Import), ApiError))]
#[post("/imports/{id}/discard")]
pub async fn discard_import(caller: Caller<WriteImports>, id: Path<Id>) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| store::discard(tx, *id)).await
}

/// Undo an import that was written: what it made goes, what it changed is as it was before. Records that were edited since, or
/// that something recorded since rests on, stay: then nothing is undone (409, which names the rows), or with mode `skip` all
/// others. Possible for thirty days.
#[utoipa::path(tag = "imports", params(("Idempotency-Key" = Option<String>, Header)),
    security(("bearer" = ["imports:revert"])), responses((status = OK, body = Import), ApiError))]
#[post("/imports/{id}/revert")]
pub async fn revert_import(
    caller: Caller<RevertImports>,
    id: Path<Id>,
    Ledgers(registry): Ledgers,
    Json(how): Json<RevertImport>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::OK, move |tx| reverting::revert(tx, &registry, *id, how)).await
}

/// See how an import of one's own went: its counts, and what is wrong by row, column and rule, without any value. For whoever may
/// send files and read nothing.
#[utoipa::path(tag = "imports", security(("bearer" = ["imports:write"])), responses((status = OK, body = ImportOutcome), ApiError))]
#[get("/imports/{id}/outcome")]
pub async fn import_outcome(caller: Caller<WriteImports>, id: Path<Id>) -> ApiResult<Body<ImportOutcome>> {
    let account_id = caller.account_id()?;
    caller.read(move |reading| store::outcome(reading, *id, account_id)).await.map(Body)
}

/// A file on its way back, with what was said of its rows.
struct Taken {
    import: Import,
    bytes: Vec<u8>,
    reports: Vec<RowReport>,
    sees: FieldClasses,
}

/// Whoever takes it back may not be who handed it in.
impl Discloses for Taken {
    fn persons(&self, told: &mut Vec<Id>) {
        told.extend(self.reports.iter().filter_map(RowReport::person));
    }
}

/// Take a ledger back as a workbook: its bad cells marked, and a column that says why. Values that the caller's role may not
/// see are left out. Kept for plans and refused files, for seven days.
#[utoipa::path(tag = "imports", security(("bearer" = ["imports:read"])),
    responses((status = OK, body = Binary, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ApiError))]
#[get("/imports/{id}/annotated")]
pub async fn annotated_import(
    caller: Caller<ReadImports>,
    id: Path<Id>,
    Ledgers(registry): Ledgers,
    request: HttpRequest,
) -> ApiResult<HttpResponse> {
    let (id, language) = (*id, Language::of(request.headers()));
    if caller.principal().scope.hands_in_as.is_some() {
        return Err(ApiError::Refused(rules::NOT_TAKEN_BACK));
    }
    let kept = move |reading: &mut Reading<'_>| {
        let import = store::find(reading, id)?;
        let bytes = store::file(reading, id).map_err(|error| match error {
            ApiError::Conflict(_) => ApiError::Conflict(rules::NO_FILE),
            other => other,
        })?;
        Ok(Taken { import, bytes, reports: store::reports(reading, id)?, sees: reading.scope.sees })
    };
    let Taken { import, bytes, reports, sees } = caller.read(kept).await?;
    let (bytes, rows, name) = intake::rows(caller.shared(), bytes, import.source.name).await?;
    let annotate = move || {
        let all = rows.rows.clone();
        let order = Order { mapped: import.mapped, ..Order::default() };
        let job = Job::new(&registry, (bytes, rows, name), Some(&import.resource), order)?;
        let (ledger, layout) = (job.ledger()?, job.layout());
        workbooks::annotated(&Annotated {
            ledger,
            registry: &registry,
            rows: &all,
            layout,
            reports: &reports,
            language,
            sees,
        })
    };
    let made = web::block(annotate).await.map_err(|_gone| ApiError::Unavailable("the writer has stopped"))?;
    Ok(workbook(&format!("annotated-{id}.xlsx"), made?))
}

/// Take an empty ledger as a workbook: its headings, lists to choose from, and notes on what may stand where.
#[utoipa::path(tag = "imports", security(("bearer" = ["imports:read"])),
    responses((status = OK, body = Binary, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), ApiError))]
#[get("/import-templates/{resource}")]
pub async fn import_template(
    _: Caller<ReadImports>,
    resource: Path<String>,
    Ledgers(registry): Ledgers,
) -> ApiResult<HttpResponse> {
    let ledger = registry.find(&resource).filter(|ledger| !ledger.is_set_aside());
    let ledger = ledger.ok_or(ApiError::NotFound(rules::NO_TEMPLATE))?;
    Ok(workbook(&format!("template-{}.xlsx", ledger.resource()), workbooks::template(ledger)?))
}

fn workbook(name: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(XLSX)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes)
}
