//! What is signed: made of an inspection the first time, and of what is signed and the inspection as it stands ever after.
use super::dto::{SignatureRole, SignedCampaign, SignedContent, SignedCorrection, SignedPlace};
use crate::platform::canonical::{self, Hash};
use crate::platform::error::ApiResult;
use crate::premises::inspections::dto::InspectionRecord;

/// Names what the members of the content mean; another format has another name, so that no content is taken for another.
const FORMAT: &str = "jindu/inspection/1";

/// What is declared by who signs: what an inspector answers for (谁排查、谁签字、谁负责; 娱乐场所管理条例 §33), and what
/// whoever examines and signs a record does (统计法 §24).
const OF_INSPECTOR: (&str, &str) = (
    "本人实地进行了上述排查，记录内容真实、准确、完整；谁排查、谁签字、谁负责（《娱乐场所管理条例》第三十三条、《统计法》第二十四条）。签字后记录归档，不再修改，有误另作更正。",
    "I made this inspection on the spot; what is recorded is true, exact and complete, and I answer for it (Regulations on Entertainment Venues, article 33; Statistics Law, article 24). Once signed the record is filed and does not change; an error is corrected by another record.",
);
const OF_REVIEWER: (&str, &str) = (
    "本人已审核上述排查记录，并对所审核、签署内容的真实性、准确性和完整性负责（《统计法》第二十四条）。",
    "I have examined this record, and I answer for its being true, exact and complete (Statistics Law, article 24).",
);

/// The declaration of who signs in this capacity, in Chinese and in English.
pub fn statement(role: SignatureRole) -> (&'static str, &'static str) {
    if role == SignatureRole::Inspector { OF_INSPECTOR } else { OF_REVIEWER }
}

/// What an inspection that nobody has signed yet would be signed as.
pub fn of(record: &InspectionRecord, campaign_title: Option<String>) -> SignedContent {
    let site = &record.site;
    let premises = SignedPlace {
        id: site.id,
        code: site.code.clone(),
        name: site.name.clone(),
        division_code: site.division_code.clone(),
    };
    with(record, premises, campaign_title, record.version)
}

/// The signed content with the facts and links of the inspection as it stands now. What may change by right is taken from
/// what was signed: number, name and area of the place, which place it is after a merge, the title of the campaign, and
/// the version, which grows with each signature.
pub fn as_it_stands(record: &InspectionRecord, signed: &SignedContent) -> SignedContent {
    let titled = signed.campaign.as_ref().filter(|campaign| Some(campaign.id) == record.facts.campaign_id);
    with(record, signed.premises.clone(), titled.map(|campaign| campaign.title.clone()), signed.version)
}

fn with(record: &InspectionRecord, premises: SignedPlace, title: Option<String>, version: i64) -> SignedContent {
    let (facts, sign_off) = (&record.facts, &record.sign_off);
    SignedContent {
        format: FORMAT.to_owned(),
        inspection_id: record.id,
        version,
        premises,
        campaign: facts.campaign_id.map(|id| SignedCampaign { id, title: title.unwrap_or_default() }),
        inspected_on: facts.inspected_on,
        inspector: facts.inspector.clone(),
        inspector_id: facts.inspector_id,
        outcome: facts.outcome,
        checklist: facts.checklist.clone(),
        warning_signs: facts.warning_signs.clone(),
        defect_notes: facts.defect_notes.clone(),
        corrects: sign_off.corrects_id.map(|id| SignedCorrection { id, reason: sign_off.corrects_because.clone() }),
    }
}

/// The bytes that are hashed, and their hash.
///
/// # Errors
/// 500 when they cannot be made.
pub fn hashed(content: &SignedContent) -> ApiResult<(Vec<u8>, Hash)> {
    let bytes = canonical::to_bytes(content)?;
    let hash = canonical::sha256(&bytes);
    Ok((bytes, hash))
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::platform::clock;
    use crate::platform::id::Id;
    use crate::premises::dto::Site;
    use crate::premises::inspections::dto::{ChecklistItem, CreateInspection, InspectionOutcome, SignOff, WarningSign};

    fn record() -> InspectionRecord {
        let day = NaiveDate::from_ymd_opt(2025, 2, 26).expect("a date");
        let site = Site {
            id: Id::from_bytes([1; 16]),
            code: "XH00001".into(),
            name: "新塘村出租房1号".into(),
            division_code: "990981107201".into(),
            registered_on: day,
            is_withdrawn: false,
            data_key: Vec::new(),
        };
        let facts = CreateInspection {
            campaign_id: Some(Id::from_bytes([2; 16])),
            inspected_on: day,
            inspector: Some("李中".into()),
            inspector_id: None,
            outcome: InspectionOutcome::Defect,
            is_signed: false,
            checklist: vec![ChecklistItem {
                item: "营业执照".into(), ok: Some(false), note: Some("\"过期\"".into())
            }],
            warning_signs: vec![WarningSign::Odour],
            defect_notes: None,
        };
        let at = clock::now();
        let sign_off = SignOff::default();
        InspectionRecord {
            id: Id::from_bytes([3; 16]),
            site,
            facts,
            sign_off,
            version: 1,
            created_at: at,
            updated_at: at,
        }
    }

    fn hash(content: &SignedContent) -> Hash {
        hashed(content).expect("bytes").1
    }

    /// Whoever verifies a signature years from now makes these very bytes.
    #[test]
    fn the_bytes_that_are_signed_are_these() {
        let (bytes, _) = hashed(&of(&record(), Some("第1次排查".into()))).expect("bytes");
        let expected = concat!(
            r#"{"campaign":{"id":"02020202-0202-0202-0202-020202020202","title":"第1次排查"},"#,
            r#""checklist":[{"item":"营业执照","note":"\"过期\"","ok":false}],"corrects":null,"defect_notes":null,"#,
            r#""format":"jindu/inspection/1","inspected_on":"2025-02-26","inspection_id":"03030303-0303-0303-0303-030303030303","#,
            r#""inspector":"李中","inspector_id":null,"outcome":"defect","premises":{"code":"XH00001","#,
            r#""division_code":"990981107201","id":"01010101-0101-0101-0101-010101010101","name":"新塘村出租房1号"},"#,
            r#""version":1,"warning_signs":["odour"]}"#,
        );
        assert_eq!(String::from_utf8(bytes).expect("UTF-8"), expected);
    }

    #[test]
    fn what_changes_by_right_leaves_the_hash_as_it_was_and_what_does_not_changes_it() {
        let signed = of(&record(), Some("第1次排查".into()));
        let stands = |change: &dyn Fn(&mut InspectionRecord)| {
            let mut record = record();
            change(&mut record);
            hash(&as_it_stands(&record, &signed)) == hash(&signed)
        };
        assert!(stands(&|record| {
            (record.site.name, record.site.id, record.version) = ("改名".into(), Id::from_bytes([9; 16]), 4);
            (record.facts.is_signed, record.sign_off.signed_at) = (true, Some(clock::now()));
            record.sign_off.corrected_by_id = Some(Id::from_bytes([9; 16]));
        }));
        let changes: [&dyn Fn(&mut InspectionRecord); 7] = [
            &|record| record.facts.outcome = InspectionOutcome::Normal,
            &|record| record.facts.campaign_id = None,
            &|record| record.facts.campaign_id = Some(Id::from_bytes([9; 16])),
            &|record| record.facts.inspector = Some("王五".into()),
            &|record| record.facts.checklist.clear(),
            &|record| record.facts.warning_signs.push(WarningSign::HiddenSite),
            &|record| record.sign_off.corrects_id = Some(Id::from_bytes([9; 16])),
        ];
        for (number, change) in changes.into_iter().enumerate() {
            assert!(!stands(change), "{number}");
        }
    }
}
