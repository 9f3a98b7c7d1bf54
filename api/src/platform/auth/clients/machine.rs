//! What is known of a machine that calls.
use std::net::IpAddr;

use super::networks::Network;
use crate::platform::access::Allowance;
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;

/// Nothing a machine does.
pub const PEOPLE_ONLY: Rule =
    Rule { code: "client.people_only", zh: "此操作只能由工作人员进行", en: "this is done by people only" };
const OTHER_ADDRESS: Rule = Rule {
    code: "client.address",
    zh: "此机器接入不得从这个网络地址调用",
    en: "this machine client may not call from this network address",
};

/// A machine that calls.
#[derive(Debug)]
pub struct Machine {
    /// The client.
    pub client_id: Id,
    pub(super) networks: Vec<Network>,
    pub(super) rows_a_day: i64,
}

impl Machine {
    /// Refuses an address that is not on the client's list; one that cannot be told is on a list only where that names
    /// every address.
    ///
    /// # Errors
    /// 403.
    pub fn expect_from(&self, address: Option<IpAddr>) -> ApiResult<()> {
        if Network::any_holds(&self.networks, address) { Ok(()) } else { Err(ApiError::Refused(OTHER_ADDRESS)) }
    }

    /// How much it may be shown.
    pub fn allowance(&self, is_binding: bool) -> Allowance {
        Allowance { client_id: self.client_id, rows_a_day: self.rows_a_day, is_binding }
    }
}
