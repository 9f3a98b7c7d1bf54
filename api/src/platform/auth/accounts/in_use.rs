//! The roles there are, and how many accounts have each.
use super::dto::{RoleInUse, Roles};
use super::rules::{ADMINISTRATORS, is_administrator, may_be_given};
use super::store::count_by_role;
use crate::platform::access::Reading;
use crate::platform::auth::roles::{self, Role};
use crate::platform::error::ApiResult;

/// Every role a person may be given: the administrators first, then by what each may do, the most first.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>) -> ApiResult<Roles> {
    let counted = count_by_role(reading)?;
    let known = roles::all(reading.db)?.into_iter().filter(|(name, _)| may_be_given(name));
    let mut items: Vec<RoleInUse> = known
        .map(|(name, role)| {
            let accounts = counted.get(&name).copied().unwrap_or_default();
            shown(name, role, accounts)
        })
        .collect();
    let place = |role: &RoleInUse| ADMINISTRATORS.iter().position(|name| *name == role.name);
    items.sort_by_key(|role| {
        let rights = std::cmp::Reverse((role.sees.len(), role.capabilities.len()));
        (place(role).unwrap_or(ADMINISTRATORS.len()), rights, role.name.clone())
    });
    Ok(Roles { items })
}

fn shown(name: String, role: Role, accounts: i64) -> RoleInUse {
    let is_administrator = is_administrator(&name);
    let capabilities = role.capability_set().names().collect();
    let sees = role.field_classes().names().collect();
    let Role { title_zh, title_en, .. } = role;
    RoleInUse { name, title_zh, title_en, is_administrator, capabilities, sees, accounts }
}
