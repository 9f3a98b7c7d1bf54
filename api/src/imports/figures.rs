//! What the files that came in add up to.
use super::store;
use crate::indicators::{Clock, Definition, Evidence, FigureSource, Measured, Question, Value};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;

/// Figures of imports.
pub struct ImportFigures;

crate::indicators::definitions! {
    LIST_ROWS = "municipal_list_rows", "市禁毒委下发名单", "Rows of the municipal list", "行", Total, "最近一次收到并留存、待核对的下发名单有多少行", "rows of the municipal list received last and kept for comparison";
}

impl FigureSource for ImportFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let Some(list) = store::newest(reading, &question.division, "roster")? else {
            return Ok(vec![Measured::unknown(LIST_ROWS, "没有收到下发名单", "no municipal list has been received")]);
        };
        let evidence = Evidence {
            subject_type: "imports".into(),
            subject_id: list.id,
            owner_id: None,
            version: list.version,
            label: "下发名单".into(),
            on: None,
            division_code: list.division_code,
            amount: Some(list.rows),
        };
        Ok(vec![Measured::known(LIST_ROWS, Value::Integer(list.rows), vec![evidence])])
    }
}
