//! What a grid can be.
use validator::ValidationError;

use super::dto::CreateGrid;
use crate::codes::{DivisionCode, DivisionLevel, text};
use crate::platform::error::{Broken, Rule};

const VILLAGE: Rule = Rule {
    code: "grid.division_code.level",
    zh: "网格应属于镇或村（居）",
    en: "a grid is part of a village or a town",
};

/// What the fields say together; single fields have their own rules.
///
/// # Errors
/// Every rule broken, each at its field.
pub fn check(grid: &CreateGrid) -> Result<(), ValidationError> {
    let mut broken = Broken::default();
    broken.check("name", text::is_clean(&grid.name));
    let is_too_high = DivisionCode::parse(&grid.division_code).is_ok_and(|code| code.level() < DivisionLevel::Town);
    broken.when(is_too_high, "division_code", VILLAGE);
    broken.done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_lies_in_a_village_or_a_town() {
        let grid = |code: &str| CreateGrid { division_code: code.into(), name: "第一网格".into(), worker_id: None };
        assert!(check(&grid("990981107201")).is_ok() && check(&grid("990981107000")).is_ok());
        let refused = check(&grid("990981000000")).expect_err("a county has no grids");
        assert_eq!(refused.code, VILLAGE.code);
    }
}
