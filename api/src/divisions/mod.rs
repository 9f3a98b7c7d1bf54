//! Divisions: the area tree with its dates of validity, the yearly profiles of towns, and the grids below villages.
//!
//! For other domains, each in one query:
//! - [`find_by_code`]: one area on a day; [`names_of`]: names for a page of codes;
//! - [`by_name_in_town`]: codes of the villages a ledger names; [`of_area`]: the whole tree below a division today;
//! - [`villages`] and [`count_villages`]: committees valid on a day;
//! - [`insert`], [`insert_as`] and [`replace`], with [`kind_of_label`] for ledger cells;
//! - [`profile_of`] and [`put_profile`];
//! - [`division_code`] and [`within`] check a field that names a division.
pub mod dto;
mod figures;
pub mod grids;
mod handlers;
mod lookup;
pub mod profiles;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateDivision, Division, DivisionKind};
pub use self::figures::DivisionFigures;
pub use self::grids::{CreateGrid, Grid};
pub use self::lookup::{all_in, by_name_in_town, count_villages, names_of, not_in_force, of_area, villages};
pub use self::profiles::{CreateProfile, Profile, ProfileLedger, profile_of, put_profile};
pub use self::rules::{bare, division_code, kind_of_label};
pub use self::store::{find_by_code, insert, insert_as, replace, within};

/// The operations of this domain.
pub fn routes(cfg: &mut ServiceConfig<'_>) {
    cfg.service(handlers::list_divisions)
        .service(handlers::create_division)
        .service(handlers::find_division)
        .service(handlers::update_division)
        .service(handlers::close_division);
    profiles::routes(cfg);
    grids::routes(cfg);
}
