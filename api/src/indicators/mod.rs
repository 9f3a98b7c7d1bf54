//! Indicators: every number is a named figure with its definition, period, as-of day and the records behind it.
//!
//! The machinery only: what is counted is defined by the domains ([`FigureSource`]) and listed in `app.rs`.
mod dto;
mod eyes;
mod handlers;
mod measured;
mod parts;
mod question;
mod small_cells;
mod source;
pub mod value;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{Evidence, EvidencePage, Indicator, Lacking, Side, SideFilter};
pub use self::eyes::Eyes;
pub use self::measured::{FigureRemark, Gap, Measured};
pub use self::parts::{KeptBack, Split, part_of, split};
pub use self::question::Question;
pub use self::small_cells::{FEWEST_IN_PART, FEWEST_PERSONS};
pub(crate) use self::source::definitions;
pub use self::source::{Clock, Definition, FigureSource, Sources, Tally, TallySource};
pub use self::value::{Decimal, FigureValue, Figures, Value};

/// The operations of this room.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::find_overview).service(handlers::list_indicators).service(handlers::list_evidence);
}
