//! Whoever calls the API.
use std::net::SocketAddr;

use actix_web::http::header::{HeaderMap, SET_COOKIE};
use actix_web::http::{Method, header};
use actix_web::test::{TestRequest, read_body};
use jindu::platform::id::Id;
use serde_json::Value;

use super::{Answer, TestApp};

/// Someone who calls the API, with the headers they always send.
#[derive(Clone)]
pub struct Caller<'a> {
    app: &'a TestApp,
    headers: Vec<(String, String)>,
    peer: Option<SocketAddr>,
    /// The access token, if there is one.
    pub token: Option<String>,
    /// The account, if there is one.
    pub account_id: Option<Id>,
}

impl<'a> Caller<'a> {
    pub(super) fn new(app: &'a TestApp, token: Option<String>, account_id: Option<Id>) -> Self {
        let headers = token.iter().map(|token| ("authorization".to_owned(), format!("Bearer {token}"))).collect();
        Self { app, headers, peer: None, token, account_id }
    }

    /// The same caller, with one header more.
    #[must_use]
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut caller = self.clone();
        caller.headers.push((name.to_owned(), value.to_owned()));
        caller
    }

    /// The same caller, at this network address.
    #[must_use]
    pub fn at(&self, address: &str) -> Self {
        Self { peer: Some(SocketAddr::new(address.parse().expect("an address"), 40_000)), ..self.clone() }
    }

    /// The same caller, with this access token.
    #[must_use]
    pub fn bearing(&self, token: &str) -> Self {
        let mut caller = self.with("authorization", &format!("Bearer {token}"));
        caller.token = Some(token.to_owned());
        caller
    }

    /// Posts a form.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let escaped = |text: &str| text.bytes().map(escape).collect::<String>();
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", escaped(value))).collect();
        let caller = self.with("content-type", "application/x-www-form-urlencoded");
        caller.send(Method::POST, path, pairs.join("&").into_bytes()).await
    }

    /// The same caller, who has read this version.
    #[must_use]
    pub fn having_read(&self, version: i64) -> Self {
        self.with("if-match", &format!("\"{version}\""))
    }

    /// Reads.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, Vec::new()).await
    }

    /// Posts a JSON body.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send_json(Method::POST, path, body).await
    }

    /// Patches with a merge-patch, made on the version given.
    pub async fn patch(&self, path: &str, version: i64, changes: &Value) -> Answer {
        self.having_read(version).send_json(Method::PATCH, path, changes).await
    }

    /// Sends a JSON body.
    pub async fn send_json(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.with("content-type", "application/json").send(method, path, body.to_string().into_bytes()).await
    }

    /// Sends these bytes. Whatever is answered keeps the promises every answer makes.
    pub async fn send(&self, method: Method, path: &str, body: Vec<u8>) -> Answer {
        let asked = format!("{method} {path}");
        let mut request = TestRequest::default().method(method).uri(path).set_payload(body);
        for (name, value) in &self.headers {
            request = request.append_header((name.as_str(), value.as_str()));
        }
        if let Some(peer) = self.peer {
            request = request.peer_addr(peer);
        }
        let response = self.app.answer(request).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let answer = Answer::new(asked, status, headers, &read_body(response).await);
        answer.keeps_every_promise();
        answer
    }
}

fn escape(byte: u8) -> String {
    if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
        char::from(byte).to_string()
    } else {
        format!("%{byte:02X}")
    }
}

/// The refresh cookie an answer sets, as it is to be sent back.
pub fn cookie_of(headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(SET_COOKIE).filter_map(|value| value.to_str().ok());
    cookies.filter_map(|text| text.split(';').next()).find(|pair| pair.contains("jindu_refresh=")).map(str::to_owned)
}

impl Caller<'_> {
    /// The same caller, with this cookie.
    #[must_use]
    pub fn with_cookie(&self, cookie: &str) -> Self {
        self.with(header::COOKIE.as_str(), cookie)
    }
}
