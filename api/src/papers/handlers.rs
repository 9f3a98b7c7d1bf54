//! One function an operation, in the order of the routes.
use actix_web::http::header::CONTENT_DISPOSITION;
use actix_web::web::{Json as Body, Path};
use actix_web::{HttpResponse, get};

use super::dto::{Paper, PaperChoices};
use super::{render, store};
use crate::platform::auth::{Caller, ReadPapers};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::http::body::Binary;
use crate::platform::id::Id;

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// List the papers that can be printed for a person, those of the newest records first.
#[utoipa::path(tag = "papers", security(("bearer" = ["papers:read"])), responses((status = OK, body = PaperChoices), ApiError))]
#[get("/personnel/{id}/papers")]
pub async fn list_papers(caller: Caller<ReadPapers>, id: Path<Id>) -> ApiResult<Body<PaperChoices>> {
    caller.read_about(*id, move |reading| store::choices(reading, *id)).await.map(Body)
}

/// Find a paper, filled from one record: what is not on record is blank.
#[utoipa::path(tag = "papers", security(("bearer" = ["papers:read"])), responses((status = OK, body = Paper), ApiError))]
#[get("/personnel/{id}/papers/{paper}/{record_id}")]
pub async fn find_paper(caller: Caller<ReadPapers>, path: Path<(Id, String, Id)>) -> ApiResult<Body<Paper>> {
    let (id, paper, record_id) = path.into_inner();
    caller.read_about(id, move |reading| store::paper(reading, id, &paper, record_id)).await.map(Body)
}

/// Download a paper as DOCX, to be edited, printed and signed.
#[utoipa::path(tag = "papers", security(("bearer" = ["papers:read"])),
    responses((status = OK, body = Binary, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"), ApiError))]
#[get("/personnel/{id}/papers/{paper}/{record_id}/document.docx")]
pub async fn download_paper(caller: Caller<ReadPapers>, path: Path<(Id, String, Id)>) -> ApiResult<HttpResponse> {
    let (id, paper, record_id) = path.into_inner();
    let paper = caller.read_about(id, move |reading| store::paper(reading, id, &paper, record_id)).await?;
    let bytes = render::docx(&paper).map_err(|error| ApiError::Internal(error.into()))?;
    let name = format!("{}-{record_id}.docx", paper.paper.replace('_', "-"));
    Ok(HttpResponse::Ok()
        .content_type(DOCX)
        .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes))
}
