//! Relapse after the end of control: a new decision opens a new file with its first measure. The sealed file stays sealed
//! (治安管理处罚法 §136), and nobody learns here whether there is one.
use actix_web::http::StatusCode;
use actix_web::{HttpResponse, post};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use validator::Validate;

use super::persons::{self, CreatePerson, Person};
use super::treatments::{self, CreateTreatment};
use crate::platform::access::Tx;
use crate::platform::auth::{Caller, EndControl};
use crate::platform::error::{ApiError, ApiResult, FieldError, Rule};
use crate::platform::http::Json;

const NEEDS_DECISION: Rule = Rule {
    code: "relapse.decision.required",
    zh: "重新登记须有新的决定书：文号和决定日期（禁毒法第三十三条、第三十八条）",
    en: "registering again rests on a new decision: its number and its day (Law §33, §38)",
};

/// The file and the measure that a new decision opens.
#[derive(Debug, Clone, Deserialize, Serialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterRelapse {
    /// The new file.
    #[validate(nested)]
    pub person: CreatePerson,
    /// The measure, with the number and the day of its decision.
    #[validate(nested)]
    pub treatment: CreateTreatment,
}

/// The operation.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(register_relapse);
}

/// Register a person on a new decision, even if a sealed file has the number.
#[utoipa::path(tag = "personnel", params(("Idempotency-Key" = Option<String>, Header)), security(("bearer" = ["control:end"])),
    responses((status = CREATED, body = Person), ApiError))]
#[post("/personnel/actions/register-relapse")]
pub async fn register_relapse(
    caller: Caller<EndControl>,
    Json(wanted): Json<RegisterRelapse>,
) -> ApiResult<HttpResponse> {
    caller.post(StatusCode::CREATED, move |tx| register(tx, wanted)).await
}

fn register(tx: &mut Tx<'_>, RegisterRelapse { person, treatment }: RegisterRelapse) -> ApiResult<Person> {
    let missing = [
        ("/treatment/document_no", treatment.document_no.is_none()),
        ("/treatment/decided_on", treatment.decided_on.is_none()),
    ];
    let missing = missing.into_iter().filter(|(_, is_missing)| *is_missing);
    ApiError::all(missing.map(|(pointer, _)| FieldError::new(pointer, NEEDS_DECISION)).collect())?;
    let person = persons::insert_again(tx, person)?;
    treatments::store::insert(tx, person.id, treatment)?;
    Ok(person)
}
