//! Networks a client may call from.
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// A network, as in `10.12.0.0/16`; an address alone is a network of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, min_length = 2, max_length = 43, example = "10.12.0.0/16")]
pub struct Network(IpNet);

impl Network {
    /// Whether the address lies in it.
    pub fn holds(self, address: IpAddr) -> bool {
        self.0.contains(&address.to_canonical())
    }

    /// As a network.
    pub fn net(self) -> IpNet {
        self.0
    }

    /// Whether one of them holds the address. Where it is not known, two networks that together are every address do.
    pub fn any_holds(networks: &[Self], address: Option<IpAddr>) -> bool {
        match address {
            Some(address) => networks.iter().any(|network| network.holds(address)),
            None => Self::are_everywhere(networks),
        }
    }

    fn are_everywhere(networks: &[Self]) -> bool {
        let is_there = |is_four: bool| {
            networks.iter().any(|Self(network)| network.prefix_len() == 0 && matches!(network, IpNet::V4(_)) == is_four)
        };
        is_there(true) && is_there(false)
    }
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let alone = || text.parse::<IpAddr>().map(|address| IpNet::from(address.to_canonical()));
        let network = text.parse::<IpNet>().or_else(|_no_network| alone());
        network.map(|network| Self(network.trunc())).map_err(|_neither| "not a network such as 10.12.0.0/16")
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

impl Serialize for Network {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Network {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn networks(texts: &[&str]) -> Vec<Network> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn holds(texts: &[&str], address: &str) -> bool {
        Network::any_holds(&networks(texts), Some(address.parse().unwrap()))
    }

    #[test]
    fn a_network_holds_its_addresses_however_they_are_spelt() {
        assert!(holds(&["10.12.0.0/16"], "10.12.255.1") && !holds(&["10.12.0.0/16"], "10.13.0.1"));
        assert!(holds(&["10.12.0.0/16"], "::ffff:10.12.0.9"));
        assert!(holds(&["fd00::/8"], "fd12::1") && !holds(&["fd00::/8"], "fe80::1"));
        assert!(holds(&["10.12.7.9/16"], "10.12.0.1"), "bits beyond the prefix say nothing");
        assert!(holds(&["192.168.1.7"], "192.168.1.7") && !holds(&["192.168.1.7"], "192.168.1.8"));
        assert!(!holds(&["0.0.0.0/0"], "fd12::1") && !holds(&[], "10.0.0.1"));
    }

    #[test]
    fn an_address_that_cannot_be_told_is_held_by_everywhere_alone() {
        assert!(Network::any_holds(&networks(&["0.0.0.0/0", "::/0"]), None));
        for some in [&["0.0.0.0/0"][..], &["::/0"], &["10.0.0.0/8", "fd00::/8"], &[]] {
            assert!(!Network::any_holds(&networks(some), None), "{some:?}");
        }
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "10.12", "10.12.0.0/33", "::/129", "a.example", "10.0.0.1-10.0.0.9", "10.0.0.0/8 "] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
    }
}
