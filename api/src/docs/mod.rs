//! Pages for people who write against the API: the operations, and what each code of a refusal means. Plain HTML made from
//! the document and the rules; no script, nothing from elsewhere.
mod html;
mod operations;
mod problems;

use std::sync::LazyLock;

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

use crate::platform::error::ApiResult;
use crate::platform::http::health::no_such_address;

static OPERATIONS: LazyLock<Bytes> = LazyLock::new(|| operations::page().into());
static PROBLEMS: LazyLock<Bytes> = LazyLock::new(|| problems::list().into());

/// The pages.
pub fn configure(cfg: &mut ServiceConfig) {
    cfg.route("/docs", web::get().to(operations))
        .route("/docs/problems", web::get().to(list_problems))
        .route("/docs/problems/{code}", web::get().to(problem));
}

async fn operations() -> HttpResponse {
    answer(OPERATIONS.clone())
}

async fn list_problems() -> HttpResponse {
    answer(PROBLEMS.clone())
}

async fn problem(request: HttpRequest) -> ApiResult<HttpResponse> {
    let code = request.match_info().query("code");
    problems::page(code).map(|page| answer(page.into())).ok_or_else(no_such_address)
}

fn answer(page: Bytes) -> HttpResponse {
    HttpResponse::build(StatusCode::OK).content_type("text/html; charset=utf-8").body(page)
}
