//! The fields of each kind of record.
use chrono::NaiveDate;

use crate::divisions;
use crate::papers::fields::{Fields, printed};
use crate::personnel::{self, Handover, Leave, Notice, Test, Transfer};
use crate::platform::access::Reading;
use crate::platform::coded::Coded;
use crate::platform::error::ApiResult;

pub(super) fn of_test(fields: &mut Fields, test: &Test) -> NaiveDate {
    let facts = &test.facts;
    fields.put_day("tested_on", Some(facts.tested_on));
    fields.put("method", Some(facts.method.label().zh.to_owned()));
    fields.put("result", Some(facts.result.label().zh.to_owned()));
    let board = |board: &personnel::BoardResult| format!("{}：{}", board.substance, board.result.label().zh);
    fields.put("panel", Some(facts.panel.iter().map(board).collect::<Vec<_>>().join("\n")));
    fields.put("place", facts.place.clone().or_else(|| facts.remote.as_ref().map(|remote| remote.organ.clone())));
    let staff = [&facts.tester, &facts.witness];
    fields.put("staff", Some(staff.into_iter().flatten().cloned().collect::<Vec<_>>().join("、")));
    let proof = facts.remote.as_ref().and_then(|remote| remote.proof.clone());
    fields.put("test_document_no", facts.document_no.clone().or(proof));
    facts.tested_on
}

pub(super) fn of_notice(fields: &mut Fields, notice: &Notice) -> NaiveDate {
    let facts = &notice.facts;
    fields.put("notice_kind", Some(facts.kind.label().zh.to_owned()));
    fields.put("notice_no", facts.document_no.clone());
    fields.put_day("issued_on", Some(facts.issued_on));
    fields.put("cause", Some(facts.cause.clone()));
    fields.put_day("delivered_on", facts.delivered_on);
    facts.issued_on
}

pub(super) fn of_handover(fields: &mut Fields, handover: &Handover) -> NaiveDate {
    let facts = &handover.facts;
    fields.put("reason", Some(facts.reason.label().zh.to_owned()));
    fields.put_day("reported_on", Some(facts.reported_on));
    fields.put("police_station", facts.police_station.clone());
    fields.put("receipt_no", facts.receipt_no.clone());
    fields.put_day("receipt_on", facts.receipt_on);
    let line = |(number, document): (usize, &personnel::HandoverDocument)| {
        let no = document.document_no.as_ref().map(|no| format!("，{no}")).unwrap_or_default();
        let on = document.issued_on.map(|on| format!("，{}", printed(on))).unwrap_or_default();
        format!("{}．{}{no}{on}", number + 1, document.kind.label().zh)
    };
    fields.put("documents", Some(facts.documents.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")));
    facts.reported_on
}

pub(super) fn of_transfer(reading: &mut Reading<'_>, fields: &mut Fields, transfer: &Transfer) -> ApiResult<NaiveDate> {
    let facts = &transfer.facts;
    let town = |code: &str| format!("{:0<12}", code.get(..9).unwrap_or_default());
    let (from, to) = (town(&transfer.from_division), facts.to_division.as_deref().map(town));
    let wanted: Vec<String> = [Some(from.clone()), to.clone()].into_iter().flatten().collect();
    let names = divisions::names(reading, &wanted)?;
    let office = |code: &String| names.get(code).map(|name| format!("{name}人民政府"));
    fields.put("from_town", office(&from));
    fields.put("issuer", office(&from));
    fields.put("to_town", to.as_ref().and_then(office).or_else(|| facts.to_place.clone()));
    fields.put("transfer_reason", Some(facts.reason.clone()));
    fields.put_day("requested_on", Some(facts.decided_on));
    fields.put_day("changed_on", transfer.changed_on);
    fields.put("letter_no", facts.letter_no.clone());
    let line = |(number, line): (usize, &String)| format!("{}．{line}", number + 1);
    fields.put("materials", Some(facts.materials.iter().enumerate().map(line).collect::<Vec<_>>().join("\n")));
    fields.put_day("report_in_by", transfer.changed_on.map(personnel::last_day_to_report));
    Ok(facts.decided_on)
}

pub(super) fn of_leave(fields: &mut Fields, leave: &Leave) -> NaiveDate {
    let facts = &leave.facts;
    fields.put_day("left_on", Some(facts.left_on));
    fields.put_day("due_back_on", facts.due_back_on);
    fields.put("destination", facts.destination.clone());
    fields.put("contact", facts.contact.clone());
    fields.put("leave_reason", facts.notes.clone());
    fields.put_day("applied_on", facts.applied_on);
    fields.put("leave_document_no", facts.document_no.clone());
    facts.left_on
}
