//! Roles: data, shipped as a file and kept in the database.
use std::collections::BTreeMap;

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::capability::CapabilitySet;
use super::scope::FieldClasses;
use crate::platform::db::schema::roles;
use crate::platform::db::{Raw, sql};
use crate::platform::error::{ApiError, ApiResult};

/// A role: what its holders may do, and which field classes they see in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// Its title in Chinese.
    pub title_zh: String,
    /// Its title in English.
    pub title_en: String,
    /// Names of capabilities.
    pub capabilities: Vec<String>,
    /// Names of field classes.
    pub sees: Vec<String>,
}

impl Role {
    /// Its capabilities as a set.
    pub fn capability_set(&self) -> CapabilitySet {
        CapabilitySet::of(self.capabilities.iter().map(String::as_str))
    }

    /// Its field classes as a set.
    pub fn field_classes(&self) -> FieldClasses {
        FieldClasses::of(self.sees.iter().map(String::as_str))
    }
}

/// The roles shipped with this version, by name.
///
/// # Errors
/// 500 when the shipped file does not parse; a test reads it.
pub fn shipped() -> ApiResult<BTreeMap<String, Role>> {
    toml::from_str(include_str!("roles.toml")).map_err(|error| ApiError::Internal(error.into()))
}

/// Stores `role` under `name`, whether it is there already or not.
///
/// # Errors
/// The database refuses.
pub fn put(db: &mut impl Raw, name: &str, role: &Role) -> ApiResult<()> {
    let text = |names: &[String]| serde_json::to_string(names).map_err(|error| ApiError::Internal(error.into()));
    let values = (
        roles::title_zh.eq(&role.title_zh),
        roles::title_en.eq(&role.title_en),
        roles::capabilities.eq(text(&role.capabilities)?),
        roles::sees.eq(text(&role.sees)?),
    );
    let is_known = roles::table.find(name).select(roles::name).first::<String>(db.raw()).optional()?.is_some();
    if is_known {
        sql::run_unjournalled(db, diesel::update(roles::table.find(name)).set(values))?;
    } else {
        sql::run_unjournalled(db, diesel::insert_into(roles::table).values((roles::name.eq(name), values)))?;
    }
    Ok(())
}

/// Every role that is stored, by name.
///
/// # Errors
/// The database refuses, or a row holds nonsense.
pub fn all(db: &mut impl Raw) -> ApiResult<Vec<(String, Role)>> {
    let names: Vec<String> = roles::table.order(roles::name).select(roles::name).load(db.raw())?;
    let mut found = Vec::new();
    for name in names {
        found.extend(find(db, &name)?.map(|role| (name, role)));
    }
    Ok(found)
}

/// The role stored under `name`.
///
/// # Errors
/// The database refuses, or the row holds nonsense.
pub fn find(db: &mut impl Raw, name: &str) -> ApiResult<Option<Role>> {
    let row: Option<(String, String, String, String)> = roles::table
        .find(name)
        .select((roles::title_zh, roles::title_en, roles::capabilities, roles::sees))
        .first(db.raw())
        .optional()?;
    row.map(|(title_zh, title_en, capabilities, sees)| {
        let names = |text: &str| serde_json::from_str(text).map_err(|error| ApiError::Internal(Box::new(error)));
        Ok(Role { title_zh, title_en, capabilities: names(&capabilities)?, sees: names(&sees)? })
    })
    .transpose()
}
