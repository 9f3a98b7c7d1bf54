//! What an operation needs before it can be called well: the records its address names, a body, a version.
mod states;

use actix_web::http::Method;
use jindu::platform::auth::{CAPABILITIES, FIELD_CLASSES};
use jindu::platform::id::Id;
use jindu_tests::support::{Answer, Caller, NORTH, NORTH_VILLAGE, PASSWORD, TestApp};
use serde_json::{Value, json};

use super::document::{Operation, operations};
use super::example::{self, body_of};

/// Someone who may do everything in the town `division_code`.
pub fn anyone<'a>(app: &'a TestApp, division_code: &str) -> Caller<'a> {
    app.user_who(CAPABILITIES, FIELD_CLASSES, division_code)
}

/// Names in an address that are not those of records, and one that there is.
const NAMES: [(&str, &str); 7] = [
    ("{name}", "leaflets"),
    ("{key}", "leadership.body"),
    ("{resource}", "events"),
    ("{paper}", "agreement"),
    ("{table}", "monthly_register"),
    ("{column}", "registered_total"),
    ("{sheet}", "town_self_assessment"),
];
/// The year of profiles: they have no collection to be posted to.
const YEAR: &str = "2025";
/// What is uploaded where a file is wanted.
const LEDGER: &str = "活动日期,活动名称,活动形式,所在村（居）\n2025-06-26,活动,宣传,新塘村\n";
/// The list that is compared with the roster.
const LIST: &str = "姓名,公民身份号码,管控现状,现居住村（居）\n";
/// Inspections are made under the place they were made at, and found without it.
const INSPECTIONS: &str = "/api/v1/inspections";
const PREMISES: &str = "/api/v1/premises";
/// Orders are given under an inspection, and found without it.
const RECTIFICATIONS: &str = "/api/v1/rectifications";
/// Leads are made by nobody: they follow from what inspections saw.
const LEADS: &str = "/api/v1/leads";
/// Duties are made by nobody: they follow from facts.
const TASKS: &str = "/api/v1/tasks";
/// The address under which many are given to someone.
const MANY_TASKS: &str = "/api/v1/tasks/actions/assign";
/// The address under which many tests are recorded.
const MANY_TESTS: &str = "/api/v1/tests/actions/record";
/// Transfers are asked for under the person, and found without.
const TRANSFERS: &str = "/api/v1/transfers";
const PERSONNEL: &str = "/api/v1/personnel";
/// The address of rounds: what is asked of one below it needs places, and a frozen list.
const CAMPAIGNS: &str = "/api/v1/campaigns";
/// The county of both towns, and a town of it that is neither.
const COUNTY: &str = "990981000000";
const THIRD: &str = "990981109000";

/// Webhooks lead to hosts that were allowed before.
const WEBHOOKS: &str = "/api/v1/webhooks";
const ALLOWED_HOSTS: &str = "/api/v1/webhooks/allowed-hosts";

/// Makes the record that the body of `operation` names, where it names one.
async fn refer(app: &TestApp, maker: &Caller<'_>, operation: &Operation) {
    if operation.path == MANY_TASKS {
        example::refer_to(owed(maker).await.id());
    }
    if operation.path.starts_with(WEBHOOKS) && !operation.path.starts_with(ALLOWED_HOSTS) {
        let host = json!({ "host": "receiver.example.com", "port": 443, "networks": ["10.20.0.0/16"] });
        // It is there from the second time on.
        maker.post(ALLOWED_HOSTS, &host).await;
    }
    if operation.id() == "request_role" {
        states::officer(app);
    }
    if operation.path == MANY_TESTS {
        example::refer_to(someone(maker, NORTH_VILLAGE).await);
    }
    if operation.id() == "merge_premises" {
        example::refer_to(made(app, maker, PREMISES, PREMISES).await.id());
    }
}

/// The address of `operation` with records that were just made in the town [`NORTH`].
pub async fn address(app: &TestApp, operation: &Operation) -> String {
    let maker = anyone(app, NORTH);
    refer(app, &maker, operation).await;
    let mut address = String::new();
    for segment in operation.path.split('/').skip(1) {
        let known = NAMES.iter().find(|(name, _)| *name == segment).map(|(_, known)| (*known).to_owned());
        let segment = match (known, segment) {
            (Some(known), _) => known,
            (None, "{code}") => made(app, &maker, &operation.path, &address).await.body["code"]
                .as_str()
                .map(str::to_owned)
                .expect("a code"),
            (None, "{record_id}") => {
                let person = address.split("/papers").next().unwrap_or_default();
                measure(&maker, person).await.to_string()
            }
            (None, "{premises_id}") => unit(&maker, &operation.path, &address).await,
            (None, "{finding_id}") => finding(&maker, &address).await,
            (None, "{year}") => put_year(&maker, &address).await,
            (None, name) if name.starts_with('{') => {
                made(app, &maker, &operation.path, &address).await.id().to_string()
            }
            (None, segment) => segment.to_owned(),
        };
        address = format!("{address}/{segment}");
        if operation.id() == "create_transfer" && address.split('/').count() == PERSONNEL.split('/').count() + 1 {
            measure(&maker, &address).await;
        }
    }
    if let Some(inspection) = address.strip_suffix("/sign") {
        example::show(&shown(&maker, inspection).await);
    }
    address
}

/// The hash of what there is to sign of an inspection.
async fn shown(maker: &Caller<'_>, inspection: &str) -> String {
    let signing = maker.get(&format!("{inspection}/signing")).await.ok();
    signing["content_hash"].as_str().expect("a hash").to_owned()
}

/// An inspection that its inspector has signed.
async fn signed(maker: &Caller<'_>, inspection: Answer) -> Answer {
    let address = format!("{INSPECTIONS}/{}", inspection.id());
    let signature = json!({
        "role": "inspector", "content_hash": shown(maker, &address).await, "password": PASSWORD,
        "device_time": "2025-06-26T01:00:00Z",
    });
    maker.having_read(1).post(&format!("{address}/sign"), &signature).await
}

/// Somebody on file whose three clean years are full.
async fn someone(maker: &Caller<'_>, division: &str) -> Id {
    let person = json!({ "name": "罗会腾", "division_code": division, "status": "in_community", "first_found_on": "2018-01-05" });
    maker.post(PERSONNEL, &person).await.id()
}

/// A measure that is being executed.
async fn measure(maker: &Caller<'_>, person: &str) -> Id {
    let measure = json!({
        "kind": "community_treatment", "state": "executing", "received_on": "2024-07-01",
        "reported_in_on": "2024-07-10", "agreement_signed_on": "2024-07-10", "term_ends_on": "2027-07-10",
    });
    maker.post(&format!("{person}/treatments"), &measure).await.id()
}

/// A transfer as the step needs it: coming in from a third town, or going out by letter, or not yet sent.
async fn transfer(app: &TestApp, step: &str) -> Answer {
    let county = anyone(app, COUNTY);
    let is_incoming = ["accept", "decline", "arrive"].contains(&step);
    let town = json!({ "code": THIRD, "name": "清溪镇", "kind": "town" });
    // It is there from the second time on.
    county.post("/api/v1/divisions", &town).await;
    let person = someone(&county, if is_incoming { THIRD } else { NORTH_VILLAGE }).await;
    let person = format!("{PERSONNEL}/{person}");
    measure(&county, &person).await;
    let mut body = json!({
        "decided_on": "2025-06-20", "reason": "现居住地变更", "sent_on": "2025-06-23", "materials": ["社区戒毒协议"],
    });
    if is_incoming {
        body["to_division"] = json!(NORTH);
    } else {
        body["to_place"] = json!("外省某镇");
        body["letter_no"] = json!("函1号");
    }
    let made = county.post(&format!("{person}/transfers"), &body).await;
    if step != "arrive" {
        return made;
    }
    let accept = json!({ "division_code": NORTH_VILLAGE, "changed_on": "2025-06-24" });
    let address = format!("{TRANSFERS}/{}/accept", made.id());
    anyone(app, NORTH).having_read(1).post(&address, &accept).await
}

/// Makes a record of the collection at `address`.
async fn made(app: &TestApp, maker: &Caller<'_>, wanted: &str, address: &str) -> Answer {
    if address == INSPECTIONS {
        let place = Box::pin(made(app, maker, PREMISES, PREMISES)).await.id();
        let made =
            Box::pin(made(app, maker, "/api/v1/premises/{id}/inspections", &format!("{PREMISES}/{place}/inspections")))
                .await;
        return if wanted.ends_with("/correct") { signed(maker, made).await } else { made };
    }
    if address == TASKS {
        return owed(maker).await;
    }
    if address == RECTIFICATIONS || address == LEADS {
        let inspection = Box::pin(made(app, maker, INSPECTIONS, INSPECTIONS)).await.id();
        return follow_up(app, maker, address, inspection).await;
    }
    if address == CAMPAIGNS && ["/units", "/coverage", "/gaps", "/sheet"].iter().any(|part| wanted.contains(part)) {
        return round(app, maker, wanted).await;
    }
    if address == TRANSFERS {
        return transfer(app, wanted.rsplit('/').next().unwrap_or_default()).await;
    }
    states::made_in_state(app, maker, wanted, address).await
}

/// Makes a record as the document says.
async fn posted(app: &TestApp, maker: &Caller<'_>, wanted: &str, address: &str) -> Answer {
    let depth = address.split('/').count();
    let template = wanted.split('/').take(depth).collect::<Vec<_>>().join("/");
    let creating = operations().into_iter().find(|one| one.method == Method::POST && one.path == template);
    let creating = creating.unwrap_or_else(|| panic!("{wanted}: nothing makes a record of {template}"));
    let made = call_well(app, maker, &creating, address).await;
    assert_eq!(made.status, creating.success(), "{made}");
    made
}

fn place(app: &TestApp) -> Value {
    let (code, registered_on) = (format!("T{:05}", app.number()), "2025-06-26");
    json!({ "code": code, "kind": "rental", "name": "新塘村出租房", "division_code": NORTH_VILLAGE, "registered_on": registered_on })
}

/// What follows from an inspection that found defects and a sign: an order, or a lead.
async fn follow_up(app: &TestApp, maker: &Caller<'_>, address: &str, inspection: Id) -> Answer {
    if address == RECTIFICATIONS {
        let path = format!("{INSPECTIONS}/{inspection}/rectification");
        let creating = operations().into_iter().find(|one| one.id() == "create_rectification").expect("it is there");
        let made = call_well(app, maker, &creating, &path).await;
        assert_eq!(made.status, 201, "{made}");
        return made;
    }
    // All are of one day, so that the newest comes last.
    let last = maker.get(&format!("{LEADS}?state=raised")).await.ok()["total"].clone();
    let found = maker.get(&format!("{LEADS}?state=raised&per_page=1&page={last}")).await.ok();
    let lead = &found["items"][0];
    assert_eq!(lead["inspection_id"], json!(inspection));
    maker.get(&format!("{LEADS}/{}", lead["id"].as_str().expect("an id"))).await
}

/// A duty that a caseworker has and that is done by a word: the check before a term that ends on 10 July 2025.
async fn owed(maker: &Caller<'_>) -> Answer {
    let worker = json!({ "name": "周岚", "post": "case_worker", "division_code": NORTH });
    let worker = maker.post("/api/v1/staff", &worker).await.created()["id"].clone();
    let person = json!({
        "name": "罗会腾", "division_code": NORTH_VILLAGE, "status": "community_treatment", "case_worker_id": worker,
    });
    let person = maker.post("/api/v1/personnel", &person).await.id();
    let measure = json!({
        "kind": "community_treatment", "state": "executing", "received_on": "2022-07-01",
        "reported_in_on": "2022-07-10", "agreement_signed_on": "2022-07-10", "term_ends_on": "2025-07-10",
    });
    maker.post(&format!("/api/v1/personnel/{person}/treatments"), &measure).await.created();
    let found = maker.get(&format!("{TASKS}?subject={person}&kind=expiry_check")).await.ok();
    let id = found["items"][0]["id"].as_str().expect("a duty").to_owned();
    maker.get(&format!("{TASKS}/{id}")).await
}

/// A round with a place in its area, and its list frozen unless that is what is asked.
async fn round(app: &TestApp, maker: &Caller<'_>, wanted: &str) -> Answer {
    Box::pin(made(app, maker, PREMISES, PREMISES)).await;
    let round = Box::pin(made(app, maker, CAMPAIGNS, CAMPAIGNS)).await;
    let address = format!("{CAMPAIGNS}/{}", round.id());
    if !wanted.ends_with("/freeze") {
        let freeze = json!({ "source": "重点场所台账" });
        maker.post(&format!("{address}/units/freeze"), &freeze).await.created();
    }
    let gaps = maker.get(&format!("{address}/gaps")).await.ok();
    example::expect_count(gaps["total"].as_i64().expect("a count"));
    round
}

/// The first place on the list of a round, left out where it is to be taken in again.
async fn unit(maker: &Caller<'_>, wanted: &str, units: &str) -> String {
    let listed = maker.get(units).await.ok();
    let place = listed["items"][0]["premises_id"].as_str().expect("a place").to_owned();
    if wanted.ends_with("/include") {
        let why = json!({ "reason": "整体拆迁" });
        maker.having_read(1).post(&format!("{units}/{place}/exclude"), &why).await.ok();
    }
    place
}

/// The first finding of a reconciliation.
async fn finding(maker: &Caller<'_>, findings: &str) -> String {
    let listed = maker.get(findings).await.ok();
    listed["items"][0]["id"].as_str().expect("a finding").to_owned()
}

/// A file that `operation` takes: files with different numbers may be sent side by side.
fn file(operation: &Operation, number: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    if operation.id() != "create_reconciliation" {
        return LEDGER.replace("活动,", &format!("第{number}次活动,"));
    }
    let body = format!("9909811990{:04}{:03}", 101 + number / 1000 % 28, number % 1000);
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = char::from(b"10X98765432"[usize::try_from(sum % 11).expect("small")]);
    format!("{LIST}第{number}人,{body}{check},社会面,新塘村\n")
}

async fn put_year(maker: &Caller<'_>, address: &str) -> String {
    let putting = operations().into_iter().find(|one| one.method == Method::PUT && one.path.ends_with("{year}"));
    let body = body_of(&putting.expect("profiles can be put"), 0).expect("a body");
    maker.send_json(Method::PUT, &format!("{address}/{YEAR}"), &body).await.created();
    YEAR.to_owned()
}

/// Whether only whoever made the record may do it: tests of its own show that it answers, and to whom.
pub fn is_for_its_maker(operation: &Operation) -> bool {
    ["create_export_link", "delete_view", "download_export", "import_outcome", "update_view"].contains(&operation.id())
}

/// The version of the record that was made for an operation: a transfer that was accepted, a place that was merged, a line that
/// was left out, an account that was locked and an inspection that was signed have changed once.
pub fn made_at(operation: &Operation) -> i64 {
    let changed = ["arrive_transfer", "correct_inspection", "include_unit", "unlock_account", "unmerge_premises"];
    if changed.contains(&operation.id()) { 2 } else { 1 }
}

/// Calls `operation` at `address`, with the present version where one is asked for.
pub async fn call(caller: &Caller<'_>, operation: &Operation, address: &str, body: Option<&Value>) -> Answer {
    let caller = if operation.takes("If-Match") { caller.having_read(made_at(operation)) } else { caller.clone() };
    match body {
        Some(body) => caller.send_json(operation.method.clone(), address, body).await,
        None => caller.send(operation.method.clone(), address, Vec::new()).await,
    }
}

/// Calls `operation` at `address` with an example of its own.
pub async fn call_well(app: &TestApp, caller: &Caller<'_>, operation: &Operation, address: &str) -> Answer {
    call_with(caller, operation, address, app.number()).await
}

/// Calls `operation` at `address` with the example of this number.
pub async fn call_with(caller: &Caller<'_>, operation: &Operation, address: &str, number: u32) -> Answer {
    if operation.takes_a_file() {
        let caller = caller.with("content-type", "application/octet-stream");
        return caller.send(operation.method.clone(), address, file(operation, number).into_bytes()).await;
    }
    let body = body_of(operation, number);
    call(caller, operation, address, body.as_ref()).await
}
