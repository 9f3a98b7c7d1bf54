//! The one place where domains, middleware and the API document meet.
use std::sync::LazyLock;

use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::web::ServiceConfig;
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError, web};
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{ClientCredentials, Flow, Http, HttpAuthScheme, OAuth2, Scopes, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_actix_web::{scope, service_config::ServiceConfig as ApiConfig};

use crate::audit;
use crate::campaigns;
use crate::coverage;
use crate::desk::{self, ListName, Listed};
use crate::dictionaries;
use crate::divisions::{self, DivisionFigures};
use crate::events::{self, EventFigures};
use crate::exchange;
use crate::exports;
use crate::imports::{self, ImportFigures};
use crate::indicators::{self, Sources};
use crate::notifications;
use crate::papers;
use crate::personnel::{self, PersonnelFigures};
use crate::platform::access::Reactor;
use crate::platform::auth::Permission;
use crate::platform::auth::clients::{describe_machines, oauth};
use crate::platform::error::{ApiError, Problem};
use crate::platform::http::{
    describe_addresses, describe_answers, describe_pages, describe_patches, describe_statuses, describe_variants,
    health,
};
use crate::platform::journal::Signed;
use crate::platform::{Platform, auth};
use crate::premises::{self, LeadFigures, PremisesFigures, SignedInspections};
use crate::reports;
use crate::staff::{self, StaffFigures};
use crate::statistics;
use crate::statutes;
use crate::system;
use crate::tasks::{self, TaskFigures};

/// Where the API lives.
pub const BASE: &str = "/api/v1";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Jindu 禁毒通",
        description = "Drug-control casework for townships: facts in, duties out, every change in one journal, every figure open to its records.",
        license(name = "AGPL-3.0-or-later")
    ),
    components(schemas(Problem, Permission)),
    modifiers(&BearerToken)
)]
struct Base;

struct BearerToken;

impl Modify for BearerToken {
    fn modify(&self, document: &mut Document) {
        let scheme = SecurityScheme::Http(Http::builder().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build());
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", scheme);
        let granted = ClientCredentials::new(oauth::TOKEN_PATH, oauth::scopes().collect::<Scopes>());
        let machines = SecurityScheme::OAuth2(OAuth2::new([Flow::ClientCredentials(granted)]));
        components.add_security_scheme(oauth::SCHEME, machines);
    }
}

/// Everything that is counted.
pub fn sources() -> Sources {
    Sources {
        figures: [
            Box::new(DivisionFigures) as _,
            Box::new(StaffFigures) as _,
            Box::new(PersonnelFigures) as _,
            Box::new(PremisesFigures) as _,
            Box::new(LeadFigures) as _,
            Box::new(EventFigures) as _,
            Box::new(ImportFigures) as _,
            Box::new(TaskFigures) as _,
        ]
        .into(),
        tallies: [Box::new(PersonnelFigures) as _, Box::new(PremisesFigures) as _].into(),
    }
}

/// What follows every change in its own transaction.
pub fn reactors() -> Vec<Box<dyn Reactor>> {
    vec![Box::new(personnel::GradeKeeper), Box::new(statutes::DutyKeeper), Box::new(coverage::RoundKeeper)]
}

/// Records that are signed, for `jindu verify`.
pub fn signed() -> Vec<Box<dyn Signed>> {
    vec![Box::new(SignedInspections), Box::new(personnel::Reveals)]
}

/// Routes of every domain, under the prefix the document publishes.
fn api(cfg: &mut ApiConfig<'_>) {
    cfg.service(scope::scope(BASE).configure(|cfg: &mut ApiConfig<'_>| {
        audit::routes(cfg);
        auth::routes(cfg);
        campaigns::routes(cfg);
        coverage::routes(cfg);
        desk::routes(cfg);
        events::routes(cfg);
        exchange::routes(cfg);
        exports::routes(cfg);
        indicators::routes(cfg);
        imports::routes(cfg);
        notifications::routes(cfg);
        papers::routes(cfg);
        personnel::routes(cfg);
        premises::routes(cfg);
        reports::routes(cfg);
        statistics::routes(cfg);
        dictionaries::routes(cfg);
        divisions::routes(cfg);
        staff::routes(cfg);
        tasks::routes(cfg);
        statutes::routes(cfg);
        system::routes(cfg);
    }));
}

/// Every kind of ledger there is, the API and the command line take them in alike.
pub fn ledgers() -> imports::Registry {
    imports::Registry::new(vec![
        Box::new(staff::VillageLedger),
        Box::new(divisions::ProfileLedger),
        Box::new(staff::leading_group::LeadingGroupLedger),
        Box::new(staff::documents::DocumentLedger),
        Box::new(personnel::persons::PersonnelLedger),
        Box::new(personnel::tests::TestLedger),
        Box::new(personnel::visits::VisitLedger),
        Box::new(premises::PremisesLedger),
        Box::new(premises::inspections::InspectionLedger),
        Box::new(events::EventLedger),
        Box::new(imports::Roster),
    ])
}

/// Every list that can be taken out.
pub fn exported() -> exports::Registry {
    exports::Registry::new(vec![
        Box::new(personnel::persons::EXPORTED),
        Box::new(premises::EXPORTED),
        Box::new(premises::inspections::EXPORTED),
        Box::new(events::EXPORTED),
    ])
}

/// Every list that views are kept of, and that notifications count: what it answers, and to whom.
pub fn lists() -> desk::Lists {
    desk::Lists::new(vec![
        Box::new(Listed::<auth::ReadPersonnel, _, _>::new(ListName::Personnel, personnel::persons::list)),
        Box::new(Listed::<auth::ReadTransfers, _, _>::new(ListName::Transfers, personnel::transfers::list)),
        Box::new(Listed::<auth::ReadTasks, _, _>::new(ListName::Tasks, tasks::list)),
        Box::new(Listed::<auth::ReadPremises, _, _>::new(ListName::Premises, premises::list)),
        Box::new(Listed::<auth::ReadInspections, _, _>::new(ListName::Inspections, premises::inspections::list)),
        Box::new(Listed::<auth::ReadRectifications, _, _>::new(
            ListName::Rectifications,
            premises::rectifications::list,
        )),
        Box::new(Listed::<auth::ReadLeads, _, _>::new(ListName::Leads, premises::leads::list)),
        Box::new(Listed::<auth::ReadInspections, _, _>::new(ListName::Campaigns, campaigns::list)),
        Box::new(Listed::<auth::ReadEvents, _, _>::new(ListName::Events, events::list)),
        Box::new(Listed::<auth::ReadStaff, _, _>::new(ListName::Staff, staff::list)),
        Box::new(Listed::<auth::ReadStaff, _, _>::new(ListName::Documents, staff::documents::list)),
        Box::new(Listed::<auth::ReadDivisions, _, _>::new(ListName::Divisions, divisions::list)),
        Box::new(Listed::<auth::ReadDivisions, _, _>::new(ListName::Grids, divisions::grids::list)),
        Box::new(Listed::<auth::ReadImports, _, _>::new(ListName::Imports, imports::list)),
        Box::new(Listed::<auth::ReadReconciliation, _, _>::new(
            ListName::Reconciliations,
            exchange::reconciliation::list,
        )),
        Box::new(Listed::<auth::RequestExports, _, _>::new(ListName::Exports, exports::list)),
        Box::new(Listed::<auth::ReadReports, _, _>::new(ListName::Reports, reports::list)),
        Box::new(Listed::<auth::ReadClients, _, _>::new(ListName::Clients, auth::clients::list)),
        Box::new(Listed::<auth::ReadWebhooks, _, _>::new(ListName::Webhooks, exchange::webhooks::list)),
    ])
}

/// The API document, built without a socket and without a database.
pub fn document() -> Document {
    use actix_web::App;
    use utoipa_actix_web::AppExt;
    let mut document = App::new().into_utoipa_app().openapi(Base::openapi()).configure(api).split_for_parts().1;
    describe_patches(&mut document);
    describe_answers(&mut document);
    describe_statuses(&mut document);
    describe_variants(&mut document);
    describe_pages(&mut document);
    describe_addresses(&mut document);
    describe_machines(&mut document);
    document
}

/// Configures an [`actix_web::App`]; the server and the tests both call this. Wrap it in [`crate::platform::http::finish::finish`].
pub fn configure(platform: Platform) -> impl FnOnce(&mut ServiceConfig) {
    move |cfg| {
        platform.install(cfg);
        cfg.app_data(sources());
        cfg.app_data(imports::Installed(ledgers()));
        cfg.app_data(exports::Installed(exported()));
        cfg.app_data(desk::Installed(lists()));
        cfg.service(health::live).service(health::ready).service(health::metrics);
        cfg.route(&format!("{BASE}/openapi.json"), web::get().to(openapi));
        oauth::configure(cfg);
        api(&mut ApiConfig::new(cfg));
        cfg.default_service(web::to(no_such_address));
    }
}

/// The document as it is served and committed: the same bytes.
pub fn document_text() -> String {
    text(&document())
}

fn text(document: &Document) -> String {
    document.to_pretty_json().map(|text| text + "\n").unwrap_or_default()
}

/// Loads beside the start what the first search would have to wait for.
pub fn warm(platform: &Platform) {
    let access = platform.command_line();
    std::thread::spawn(move || {
        if let Err(error) = access.read_apart(personnel::names::follow) {
            tracing::warn!(%error, "names could not be loaded beforehand; the first search loads them");
        }
    });
}

/// Made once, when it is first asked for.
static DOCUMENT: LazyLock<(Document, web::Bytes)> = LazyLock::new(|| {
    let document = document();
    let text = text(&document).into();
    (document, text)
});

async fn openapi() -> impl Responder {
    DOCUMENT.1.clone().customize().insert_header(("content-type", "application/json"))
}

/// The methods an address answers, as the document has them; those that are not in it are read only.
fn allowed(pattern: &str) -> String {
    let Some(item) = DOCUMENT.0.paths.paths.get(pattern) else { return "GET, HEAD".to_owned() };
    let methods = [
        (item.get.is_some(), "GET"),
        (item.post.is_some(), "POST"),
        (item.put.is_some(), "PUT"),
        (item.patch.is_some(), "PATCH"),
        (item.delete.is_some(), "DELETE"),
    ];
    methods.iter().filter(|(is_there, _)| *is_there).map(|(_, name)| *name).collect::<Vec<_>>().join(", ")
}

/// What no route answers: another method at an address of ours, or no address of ours.
async fn no_such_address(request: HttpRequest) -> HttpResponse {
    let Some(pattern) = request.match_pattern() else { return health::no_such_address().error_response() };
    let mut response = ApiError::MethodNotAllowed.error_response();
    if let Ok(methods) = HeaderValue::try_from(allowed(&pattern)) {
        response.headers_mut().insert(ALLOW, methods);
    }
    response
}
