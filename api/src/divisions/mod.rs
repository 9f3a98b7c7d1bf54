//! Divisions: the area tree with its dates of validity, the yearly profiles of towns, and the grids below villages.
//!
//! For other domains, each in one query:
//! - [`by_name_in_town`]: codes of the villages a ledger names; [`all_in`]: the whole tree below a division on a day;
//! - [`villages`] and [`count_villages`]: committees valid on a day;
//! - [`insert`], [`insert_as`] and [`replace`], with [`bare`] for ledgers, which say the rest;
//! - [`national_area`] and [`put_national`] for the table of the whole country;
//! - [`put_profile`]; [`expect_grid`];
//! - [`division_code`], [`within`] and [`expect_in_force`] check a field that names a division.
pub mod dto;
mod figures;
pub mod grids;
mod handlers;
mod lookup;
mod national;
pub mod profiles;
mod rules;
pub mod store;

use utoipa_actix_web::service_config::ServiceConfig;

pub use self::dto::{CreateDivision, Division, DivisionKind};
pub use self::figures::DivisionFigures;
pub use self::grids::{CreateGrid, Grid, expect_grid};
pub use self::lookup::{
    all_in, by_name_in_town, count_villages, expect_in_force, names, not_in_force, towns, villages,
};
pub use self::national::{Put, national_area, put_national};
pub use self::profiles::{CreateProfile, Profile, ProfileLedger, put_profile};
pub use self::rules::{bare, division_code};
pub use self::store::{insert, insert_as, list, present, replace, within};

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
