//! The national code standards: ID numbers, area codes, sex, dates, periods, days off, telephones, and how text is compared and
//! masked.
//!
//! Nothing here reads, writes or knows the time. A refusal is a [`Rule`](crate::platform::error::Rule): it names what is
//! wrong and never repeats the value that was refused, because the values are people's.

pub mod calendar;
pub mod dates;
pub mod division;
pub mod gender;
pub mod id_number;
pub mod mask;
pub mod period;
pub mod phone;
pub mod text;

pub use division::{DivisionCode, DivisionLevel};
pub use gender::Gender;
pub use id_number::{IdNumber, IdNumberKind};
pub use period::{Period, PeriodKind};
pub use phone::Phone;
