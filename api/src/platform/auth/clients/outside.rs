//! How the server is reached from outside. Both are declared by whoever runs it and never concluded from what a request says of
//! itself: a name taken from the request would let an assertion made for another server pass for one made for us.
use std::net::IpAddr;
use std::sync::OnceLock;

use actix_web::HttpRequest;

use super::networks::Network;

/// Where tokens are got, below the server's own address.
pub const TOKEN_PATH: &str = "/oauth/token";

/// The server's own address as others know it, and the proxies that stand before it.
#[derive(Debug, Default)]
pub struct Outside {
    address: OnceLock<String>,
    proxies: OnceLock<Vec<Network>>,
}

impl Outside {
    /// Declares the server's own address, as in `https://jindu.example`. The first declaration stands.
    pub fn declare_address(&self, address: &str) {
        let _ = self.address.set(address.trim_end_matches('/').to_owned());
    }

    /// Declares from where the proxies call that say whom they call for.
    pub fn declare_proxies(&self, proxies: Vec<Network>) {
        let _ = self.proxies.set(proxies);
    }

    /// The server's own address, which is the issuer of its tokens (RFC 8414), when it was declared.
    pub fn issuer(&self) -> Option<&str> {
        self.address.get().map(String::as_str)
    }

    /// Where tokens are got, when the server's own address was declared.
    pub fn token_endpoint(&self) -> Option<String> {
        self.issuer().map(|issuer| format!("{issuer}{TOKEN_PATH}"))
    }

    /// From where a request comes. A proxy adds the address it was called from at the end of `X-Forwarded-For`; whatever stands
    /// before that was written by somebody else.
    pub fn address_of(&self, request: &HttpRequest, is_behind_tls: bool) -> Option<IpAddr> {
        let peer = request.peer_addr()?.ip().to_canonical();
        if !is_behind_tls || !self.is_proxy(peer) {
            return Some(peer);
        }
        let last = request.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse::<IpAddr>().ok().map(|address| address.to_canonical())
    }

    fn is_proxy(&self, peer: IpAddr) -> bool {
        peer.is_loopback() || self.proxies.get().is_some_and(|proxies| Network::any_holds(proxies, Some(peer)))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn address(peer: &str, forwarded: &[&str], is_behind_tls: bool) -> Option<String> {
        let outside = Outside::default();
        outside.declare_proxies(vec!["172.18.0.0/16".parse().unwrap()]);
        let mut request = TestRequest::default().peer_addr(format!("{peer}:4711").parse().unwrap());
        for line in forwarded {
            request = request.append_header(("x-forwarded-for", *line));
        }
        outside.address_of(&request.to_http_request(), is_behind_tls).map(|address| address.to_string())
    }

    #[test]
    fn what_a_proxy_adds_is_believed_and_what_stands_before_it_is_not() {
        assert_eq!(address("127.0.0.1", &["10.9.9.9, 10.12.0.4"], true).as_deref(), Some("10.12.0.4"));
        assert_eq!(address("172.18.0.2", &["10.9.9.9", "10.12.0.4"], true).as_deref(), Some("10.12.0.4"));
        assert_eq!(address("127.0.0.1", &["10.12.0.4, unknown"], true), None);
        assert_eq!(address("127.0.0.1", &[], true), None);
    }

    #[test]
    fn nobody_else_says_where_they_come_from() {
        assert_eq!(address("10.7.0.1", &["10.12.0.4"], true).as_deref(), Some("10.7.0.1"));
        assert_eq!(address("127.0.0.1", &["10.12.0.4"], false).as_deref(), Some("127.0.0.1"));
    }
}
