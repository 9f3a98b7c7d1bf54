//! What papers can say, each by its name, in the words they are printed in.
use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::codes::calendar::{later, whole_months};

/// All fields there are.
pub const FIELDS: &[&str] = &[
    "name",
    "gender",
    "birth_date",
    "id_number",
    "phone",
    "household_address",
    "village",
    "town",
    "city",
    "substances",
    "case_worker",
    "measure",
    "document_no",
    "decided_on",
    "received_on",
    "reported_in_on",
    "agreement_signed_on",
    "term_ends_on",
    "term",
    "last_day_to_report_in",
    "test_schedule",
    "team",
    "tested_on",
    "method",
    "result",
    "panel",
    "place",
    "staff",
    "test_document_no",
    "notice_kind",
    "notice_no",
    "issued_on",
    "cause",
    "cause_count",
    "delivered_on",
    "reason",
    "reported_on",
    "police_station",
    "documents",
    "receipt_no",
    "receipt_on",
    "evidence",
    "from_town",
    "to_town",
    "transfer_reason",
    "requested_on",
    "changed_on",
    "letter_no",
    "materials",
    "report_in_by",
    "left_on",
    "due_back_on",
    "destination",
    "contact",
    "leave_reason",
    "applied_on",
    "leave_document_no",
    "special_groups",
    "issuer",
    "today",
];

/// Values by name; what is empty is not there.
#[derive(Debug, Clone, Default)]
pub struct Fields(BTreeMap<&'static str, String>);

impl Fields {
    /// Takes a value down, if there is one.
    pub fn put(&mut self, name: &'static str, value: Option<String>) {
        debug_assert!(FIELDS.contains(&name), "no field {name}");
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            self.0.insert(name, value);
        }
    }

    /// Takes a day down.
    pub fn put_day(&mut self, name: &'static str, day: Option<NaiveDate>) {
        self.put(name, day.map(printed));
    }

    /// A value, if there is one.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

/// A day as official papers have it: no leading zeros (GB/T 9704).
pub fn printed(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// A term in words.
pub fn term(first: NaiveDate, last: NaiveDate) -> String {
    match whole_months(first, later(last, 1)) {
        months if months % 12 == 0 && months > 0 => {
            let numerals = ["零", "一", "两", "三", "四", "五"];
            let years = usize::try_from(months / 12).ok().and_then(|years| numerals.get(years));
            years.map_or_else(|| format!("{}年", months / 12), |years| format!("{years}年"))
        }
        months => format!("{months}个月"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_terms_are_written_as_people_write_them() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        assert_eq!(printed(day("2025-03-02")), "2025年3月2日");
        assert_eq!(term(day("2024-03-10"), day("2027-03-10")), "三年");
        assert_eq!(term(day("2024-03-10"), day("2026-03-09")), "两年");
        assert_eq!(term(day("2024-03-10"), day("2025-09-10")), "18个月");
    }

    #[test]
    fn an_empty_value_is_none() {
        let mut fields = Fields::default();
        fields.put("name", Some("  ".into()));
        fields.put_day("today", None);
        assert!(fields.get("name").is_none() && fields.get("today").is_none());
    }
}
