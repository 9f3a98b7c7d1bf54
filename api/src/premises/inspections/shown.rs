//! What of an inspection a caller is shown.
use super::dto::{ChecklistItem, Inspection, InspectionRecord};
use super::sign_off::Marks;
use crate::platform::auth::{FieldClass, Scope};
use crate::platform::hex;

/// Fields of the class `owner`: signs are for the police alone (SECURITY), free text may name people.
const HIDDEN: [&str; 4] = ["warning_signs", "defect_notes", "checklist_notes", "corrects_because"];

/// The inspection with its marks, as a caller of this scope is shown it.
pub fn shown(record: InspectionRecord, marks: Marks, scope: &Scope) -> Inspection {
    let sees_all = scope.sees.has(FieldClass::Owner);
    let InspectionRecord { id, site, facts, sign_off, version, created_at, updated_at } = record;
    let without_note = |line: ChecklistItem| ChecklistItem { note: line.note.filter(|_| sees_all), ..line };
    Inspection {
        id,
        premises_id: site.id,
        premises_code: site.code,
        premises_name: site.name,
        division_code: site.division_code,
        campaign_id: facts.campaign_id,
        inspected_on: facts.inspected_on,
        inspector: facts.inspector,
        inspector_id: facts.inspector_id,
        outcome: facts.outcome,
        is_signed: facts.is_signed,
        checklist: facts.checklist.into_iter().map(without_note).collect(),
        warning_signs: sees_all.then_some(facts.warning_signs),
        defect_notes: facts.defect_notes.filter(|_| sees_all),
        signed_at: sign_off.signed_at,
        content_hash: sign_off.content_hash.as_deref().map(hex::digits),
        corrects_id: sign_off.corrects_id,
        corrects_because: sign_off.corrects_because.filter(|_| sees_all),
        corrected_by_id: sign_off.corrected_by_id,
        signers: marks.signers,
        haste: scope.reviews_inspections.then_some(marks.haste),
        masked: if sees_all { Vec::new() } else { HIDDEN.to_vec() },
        version,
        created_at,
        updated_at,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::platform::auth::FieldClasses;
    use crate::platform::clock;
    use crate::platform::id::Id;
    use crate::premises::dto::Site;
    use crate::premises::inspections::dto::{CreateInspection, InspectionOutcome, SignOff, WarningSign};
    use crate::premises::inspections::sign_off::dto::HasteSign;

    fn facts() -> CreateInspection {
        CreateInspection {
            campaign_id: None,
            inspected_on: NaiveDate::from_ymd_opt(2025, 2, 20).expect("a date"),
            inspector: Some("李中".into()),
            inspector_id: None,
            outcome: InspectionOutcome::Normal,
            is_signed: true,
            checklist: vec![ChecklistItem {
                item: "营业执照".into(), ok: Some(true), note: Some("房东在场".into())
            }],
            warning_signs: vec![WarningSign::Odour, WarningSign::BrownLiquid],
            defect_notes: Some("后院有塑料桶".into()),
        }
    }

    fn shown_to(sees: FieldClasses, reviews_inspections: bool) -> Inspection {
        let site = Site {
            id: Id::new(),
            code: "XH00001".into(),
            name: "石桥村出租房1号".into(),
            division_code: "990981107201".into(),
            registered_on: facts().inspected_on,
            is_withdrawn: false,
            data_key: Vec::new(),
        };
        let sign_off = SignOff { corrects_because: Some("结果填错".into()), ..SignOff::default() };
        let (created_at, updated_at) = (clock::now(), clock::now());
        let record =
            InspectionRecord { id: Id::new(), site, facts: facts(), sign_off, version: 1, created_at, updated_at };
        let marks = Marks { signers: Vec::new(), haste: vec![HasteSign::ClocksApart] };
        shown(record, marks, &Scope { reviews_inspections, ..Scope::of_division("990981107000", sees) })
    }

    #[test]
    fn signs_and_notes_are_shown_only_to_who_sees_owners() {
        let hidden = shown_to(FieldClasses::default(), false);
        assert_eq!((hidden.warning_signs, hidden.defect_notes, &hidden.checklist[0].note), (None, None, &None));
        assert_eq!((hidden.masked.as_slice(), hidden.corrects_because), (&HIDDEN[..], None));
        let open = shown_to(FieldClasses::of(["owner"]), false);
        assert_eq!((open.warning_signs.as_deref(), open.masked), (Some(&facts().warning_signs[..]), Vec::new()));
        assert_eq!((open.checklist, open.corrects_because.as_deref()), (facts().checklist, Some("结果填错")));
    }

    #[test]
    fn haste_is_shown_only_to_who_reviews() {
        assert_eq!(shown_to(FieldClasses::ALL, false).haste, None);
        assert_eq!(shown_to(FieldClasses::default(), true).haste, Some(vec![HasteSign::ClocksApart]));
    }
}
