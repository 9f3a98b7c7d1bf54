//! What lists have of each kind of record about persons, for whoever takes stock.
pub use super::assessments::store::present as assessments;
pub use super::handovers::store::present as handovers;
pub use super::leaves::store::present as leaves;
pub use super::notices::store::present as notices;
pub use super::persons::present as persons;
pub use super::special_groups::store::present as special_groups;
pub use super::stays::store::present as stays;
pub use super::team_members::store::present as team_members;
pub use super::tests::store::present as tests;
pub use super::transfers::store::present as transfers;
pub use super::treatments::store::present as treatments;
pub use super::visits::store::present as visits;
