//! What a request for a token says, and which one way it proves who asks.
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::answer::Refused;
use crate::platform::auth::clients::assertion::Assertion;
use crate::platform::id::Id;

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const KNOWN: [&str; 6] =
    ["grant_type", "scope", "client_id", "client_secret", "client_assertion", "client_assertion_type"];

/// A request for a token.
#[derive(Debug, Default)]
pub struct Form {
    values: [Option<String>; KNOWN.len()],
}

/// How a client proves who it is.
#[derive(Debug)]
pub enum Proof {
    /// With a secret.
    Secret(String),
    /// With an assertion it signed, as it came and as it reads.
    Assertion(String, Assertion),
}

/// Who asks, and with which proof.
#[derive(Debug)]
pub struct Asking {
    /// The client it says it is, where that can be one of ours.
    pub client_id: Option<Id>,
    /// What it said it is, for counting failures.
    pub name: String,
    /// How it proves that.
    pub proof: Proof,
    /// Whether the `Authorization` header was used.
    pub by_header: bool,
}

impl Form {
    /// Reads a body. What RFC 6749 does not know is passed over; what comes twice is refused.
    ///
    /// # Errors
    /// Another media type, or a parameter that comes twice.
    pub fn read(headers: &HeaderMap, body: &[u8]) -> Result<Self, Refused> {
        let media = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !media.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
        {
            return Err(Refused::Request("send application/x-www-form-urlencoded"));
        }
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            let Some(place) = KNOWN.iter().position(|known| *known == name) else { continue };
            let Some(slot) = form.values.get_mut(place) else { continue };
            if slot.is_some() {
                return Err(Refused::Request("a parameter comes twice"));
            }
            *slot = Some(value.into_owned());
        }
        Ok(form)
    }

    /// A parameter; one without a value counts as left out (RFC 6749, 3.2).
    fn value(&self, name: &str) -> Option<&str> {
        let place = KNOWN.iter().position(|known| *known == name)?;
        self.values.get(place)?.as_deref().filter(|value| !value.is_empty())
    }

    /// Whether client credentials are asked for.
    ///
    /// # Errors
    /// Nothing or something else is.
    pub fn expect_grant(&self) -> Result<(), Refused> {
        match self.value("grant_type") {
            Some("client_credentials") => Ok(()),
            Some(_) => Err(Refused::Grant),
            None => Err(Refused::Request("grant_type is missing")),
        }
    }

    /// The scope asked for, if one is.
    pub fn scope(&self) -> Option<&str> {
        self.value("scope")
    }

    /// Who asks.
    ///
    /// # Errors
    /// No proof, one that cannot be read, or more than one (RFC 6749, 2.3).
    pub fn asking(&self, headers: &HeaderMap) -> Result<Asking, Refused> {
        let by_header = headers.contains_key(AUTHORIZATION);
        let ways = [by_header, self.value("client_secret").is_some(), self.value("client_assertion").is_some()];
        if ways.into_iter().filter(|is_used| *is_used).count() > 1 {
            return Err(Refused::Request("the client proves who it is in more than one way"));
        }
        if by_header { self.by_header(headers) } else { self.by_body() }
    }

    fn by_header(&self, headers: &HeaderMap) -> Result<Asking, Refused> {
        let refused = || Refused::Client { by_header: true };
        let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or_else(refused)?;
        let (scheme, encoded) = given.split_once(' ').ok_or_else(refused)?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return Err(refused());
        }
        let decoded = STANDARD.decode(encoded.trim()).map_err(|_any| refused())?;
        let decoded = String::from_utf8(decoded).map_err(|_any| refused())?;
        let (name, secret) = decoded.split_once(':').ok_or_else(refused)?;
        let (name, secret) = (unescaped(name), unescaped(secret));
        if self.value("client_id").is_some_and(|other| other != name) {
            return Err(Refused::Request("client_id is another one"));
        }
        Ok(Asking { client_id: client_id(&name), name, proof: Proof::Secret(secret), by_header: true })
    }

    fn by_body(&self) -> Result<Asking, Refused> {
        let refused = || Refused::Client { by_header: false };
        if let Some(text) = self.value("client_assertion") {
            if self.value("client_assertion_type") != Some(ASSERTION_TYPE) {
                return Err(Refused::Request("client_assertion_type is missing or another one"));
            }
            let assertion = Assertion::claimed(text).ok_or_else(refused)?;
            let id = assertion.client_id().ok_or_else(refused)?;
            if self.value("client_id").is_some_and(|other| other != id.to_string()) {
                return Err(Refused::Request("client_id is another one"));
            }
            let proof = Proof::Assertion(text.to_owned(), assertion);
            return Ok(Asking { client_id: Some(id), name: id.to_string(), proof, by_header: false });
        }
        let (Some(name), Some(secret)) = (self.value("client_id"), self.value("client_secret")) else {
            return Err(refused());
        };
        let proof = Proof::Secret(secret.to_owned());
        Ok(Asking { client_id: client_id(name), name: name.to_owned(), proof, by_header: false })
    }
}

fn client_id(name: &str) -> Option<Id> {
    name.parse().ok().filter(|id: &Id| id.to_string() == name)
}

/// In the header, too, both are written as in a form (RFC 6749, 2.3.1).
fn unescaped(text: &str) -> String {
    let pair = format!("={}", text.replace('&', "%26").replace('=', "%3D"));
    form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value.into_owned()).collect()
}
