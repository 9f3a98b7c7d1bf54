//! Where a webhook may lead. The network of a county is private address space, so nothing is refused for being private: what
//! somebody entered is allowed and all else is not, and some addresses never are.
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use url::{Host, Url};

use crate::platform::auth::clients::Network;
use crate::platform::error::Rule;

const URL: Rule = Rule {
    code: "webhook.url.format",
    zh: "地址应以 https:// 或 http:// 开头，不能带用户名、密码和 # 部分",
    en: "the address begins with https:// or http:// and has no user name, no password and no part behind #",
};
const NETWORK: Rule = Rule {
    code: "allowed_host.network",
    zh: "网段应写作 10.20.0.0/16，前缀不能短于 8（IPv6 为 16）",
    en: "a network reads 10.20.0.0/16, with a prefix of 8 at least (16 for IPv6)",
};
/// Shorter prefixes name no network any more.
const SHORTEST_V4: u8 = 8;
const SHORTEST_V6: u8 = 16;

/// Where an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The address as it is sent: one reading of it, whatever was typed.
    pub url: String,
    /// The host's name, or its address as every program writes it.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Whether it is spoken to under TLS.
    pub is_tls: bool,
}

impl Target {
    /// Reads an address as browsers do, so that `0x7f.1` is what it leads to.
    ///
    /// # Errors
    /// The rule broken.
    pub fn of(text: &str) -> Result<Self, Rule> {
        let url = Url::parse(text).map_err(|_any| URL)?;
        let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        // A space or a backslash that the parser mends is somebody's attempt, not a slip.
        let is_clean = text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'@');
        let is_tls = match url.scheme() {
            "https" => true,
            "http" => false,
            _ => return Err(URL),
        };
        let host = match url.host() {
            Some(Host::Domain(name)) => name.trim_end_matches('.').to_owned(),
            Some(Host::Ipv4(address)) => address.to_string(),
            Some(Host::Ipv6(address)) => unmapped(IpAddr::V6(address)).to_string(),
            None => return Err(URL),
        };
        match url.port_or_known_default() {
            Some(port) if is_plain && is_clean && port != 0 && !host.is_empty() => {
                Ok(Self { url: url.into(), host, port, is_tls })
            }
            _ => Err(URL),
        }
    }

    /// The host of an entry, as [`Target`] writes hosts.
    ///
    /// # Errors
    /// The rule broken.
    pub fn host_of(text: &str) -> Result<String, Rule> {
        let bracketed = if text.contains(':') { format!("https://[{text}]/") } else { format!("https://{text}/") };
        let target = Self::of(&bracketed)?;
        // The port is another field, and a path none.
        let is_bare = !text.contains(['/', '?', '[']) && target.url.matches('/').count() == 3;
        if is_bare { Ok(target.host) } else { Err(URL) }
    }
}

/// Reads a network.
///
/// # Errors
/// The rule broken.
pub fn network(text: &str) -> Result<IpNet, Rule> {
    let net = text.parse::<Network>().map_err(|_any| NETWORK)?.net();
    let shortest = if matches!(net, IpNet::V4(_)) { SHORTEST_V4 } else { SHORTEST_V6 };
    if net.prefix_len() >= shortest { Ok(net) } else { Err(NETWORK) }
}

/// A host that somebody allowed.
#[derive(Debug, Clone)]
pub struct Allowed {
    /// Its name or address.
    pub host: String,
    /// The port.
    pub port: u16,
    /// Where its name may lead.
    pub networks: Vec<IpNet>,
    /// Whether it may be spoken to without TLS.
    pub allows_plain_http: bool,
}

impl Allowed {
    /// Whether this entry is about the target at all.
    pub fn names(&self, target: &Target) -> bool {
        self.host == target.host && self.port == target.port && (target.is_tls || self.allows_plain_http)
    }

    /// Whether the name may lead to this address.
    pub fn holds(&self, address: IpAddr) -> bool {
        let address = unmapped(address);
        self.networks.iter().any(|network| network.contains(&address))
    }
}

/// The address behind forms of IPv6 that stand for one of IPv4: mapped, compatible, NAT64, 6to4.
pub fn unmapped(address: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = address else { return address };
    let segments = v6.segments();
    let [first, second, third, .., high, low] = segments;
    let of = |high: u16, low: u16| {
        let ([one, two], [three, four]) = (high.to_be_bytes(), low.to_be_bytes());
        IpAddr::V4(Ipv4Addr::new(one, two, three, four))
    };
    match segments {
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => of(high, low),
        [0, 0, 0, 0, 0, 0, ..] if v6 != Ipv6Addr::LOCALHOST && v6 != Ipv6Addr::UNSPECIFIED => of(high, low),
        _ if first == 0x2002 => of(second, third),
        _ => address,
    }
}

/// Addresses no entry opens: this machine's own (unless `allows_loopback`), those of a link, those of nobody and of many.
pub fn is_never_reached(address: IpAddr, allows_loopback: bool) -> bool {
    let address = unmapped(address);
    if address.is_loopback() {
        return !allows_loopback;
    }
    match address {
        IpAddr::V4(v4) => {
            v4.is_unspecified() || v4.is_link_local() || v4.is_multicast() || v4.is_broadcast() || v4.octets()[0] == 0
        }
        IpAddr::V6(v6) => v6.is_unspecified() || v6.is_multicast() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_one_reading_however_it_is_typed() {
        for odd in [
            "http://2130706433/",
            "http://0x7f.1/",
            "http://017700000001/",
            "http://127.1/",
            "http://[::ffff:127.0.0.1]/",
        ] {
            let target = Target::of(odd).unwrap();
            assert_eq!((target.host.as_str(), target.port), ("127.0.0.1", 80), "{odd}");
        }
        let target = Target::of("https://Receiver.Example.:8443/a?b=c").unwrap();
        assert_eq!((target.host.as_str(), target.port, target.is_tls), ("receiver.example", 8443, true));
    }

    #[test]
    fn what_only_looks_like_an_address_is_none() {
        for bad in [
            "",
            "receiver.example",
            "ftp://receiver.example/",
            "file:///etc/passwd",
            "gopher://127.0.0.1:6379/_",
            "https://user@receiver.example/",
            "https://user:secret@receiver.example/",
            "https://receiver.example@127.0.0.1/",
            "https://receiver.example/#x",
            "https://receiver.example\\@127.0.0.1/",
            "https:// receiver.example/",
            "https://",
            "javascript:alert(1)",
            "https://receiver.example:0/",
            "https://receiver.example:99999/",
            "https://[::1/",
        ] {
            assert_eq!(Target::of(bad), Err(URL), "{bad}");
        }
    }

    #[test]
    fn an_entry_names_a_host_and_nothing_else() {
        for (text, host) in
            [("Receiver.Example", "receiver.example"), ("10.20.3.4", "10.20.3.4"), ("fd00::1", "fd00::1")]
        {
            assert_eq!(Target::host_of(text).as_deref(), Ok(host));
        }
        for bad in ["", "a/b", "a?b", "a b", "user@host", "host:80", "[fd00::1]", "#"] {
            assert!(Target::host_of(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn some_addresses_are_never_reached_in_whichever_form() {
        for never in [
            "127.0.0.1",
            "127.9.9.9",
            "::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "0.0.0.0",
            "0.1.2.3",
            "::",
            "169.254.169.254",
            "::ffff:169.254.169.254",
            "fe80::1",
            "224.0.0.1",
            "ff02::1",
            "255.255.255.255",
        ] {
            assert!(is_never_reached(never.parse().unwrap(), false), "{never}");
        }
        for fine in ["10.20.3.4", "192.168.1.1", "172.16.0.1", "fd00::1", "2001:db8::1", "36.110.0.1"] {
            assert!(!is_never_reached(fine.parse().unwrap(), false), "{fine}");
        }
        assert!(!is_never_reached("::ffff:127.0.0.1".parse().unwrap(), true));
        assert!(is_never_reached("169.254.169.254".parse().unwrap(), true));
    }

    #[test]
    fn a_network_is_one_and_not_the_world() {
        assert_eq!(network("10.20.3.4/16").unwrap().to_string(), "10.20.0.0/16");
        assert_eq!(network("10.20.3.4").unwrap().to_string(), "10.20.3.4/32");
        for bad in ["", "0.0.0.0/0", "::/0", "10.0.0.0/7", "10.0.0.0/33", "ten", "10.0.0.0/8/8"] {
            assert_eq!(network(bad), Err(NETWORK), "{bad}");
        }
    }

    #[test]
    fn an_entry_opens_its_own_port_and_networks_and_no_others() {
        let entry = Allowed {
            host: "receiver.example".into(),
            port: 443,
            networks: vec![network("10.20.0.0/16").unwrap()],
            allows_plain_http: false,
        };
        let names = |url: &str| entry.names(&Target::of(url).unwrap());
        assert!(names("https://receiver.example/x"));
        for other in ["https://receiver.example:444/", "http://receiver.example:443/", "https://x.receiver.example/"] {
            assert!(!names(other), "{other}");
        }
        let holds = |address: &str| entry.holds(address.parse().unwrap());
        assert!(holds("10.20.3.4") && holds("::ffff:10.20.3.4"));
        assert!(!holds("10.21.0.1") && !holds("fd00::1"));
    }
}
