//! Tokens that are not ours, or no longer, and assertions that are not their client's: every way to bend one that attackers try.
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use jindu::platform::auth::SIGNING;
use jindu::platform::vault::derive;
use jindu_tests::support::SEED;
use serde_json::{Value, json};
use sha2::Sha256;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base64 for addresses, without padding (RFC 4648, 5).
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().chain(&[0, 0]).take(3).fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
        for place in 0..=chunk.len() {
            let index = (word >> (18 - 6 * place)) & 63;
            text.push(char::from(LETTERS[usize::try_from(index).expect("six bits")]));
        }
    }
    text
}

fn decode(text: &str) -> Vec<u8> {
    let values = text.bytes().map(|letter| LETTERS.iter().position(|known| *known == letter).expect("base64"));
    let (mut word, mut bits, mut bytes) = (0_usize, 0, Vec::new());
    for value in values {
        (word, bits) = (word << 6 | value, bits + 6);
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(word >> bits & 255).expect("a byte"));
        }
    }
    bytes
}

pub fn signed(key: &SigningKey, header: &Value, payload: &str) -> String {
    let said = format!("{}.{payload}", encode(header.to_string().as_bytes()));
    format!("{said}.{}", encode(&key.sign(said.as_bytes()).to_bytes()))
}

fn hashed(secret: &[u8], header: &Value, payload: &str) -> String {
    let said = format!("{}.{payload}", encode(header.to_string().as_bytes()));
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(secret).expect("any length");
    mac.update(said.as_bytes());
    format!("{said}.{}", encode(&mac.finalize().into_bytes()))
}

/// A kind of token: who signs it, of what type it says it is, what it says that it may not say, and what it must say.
pub struct Kind {
    pub key: SigningKey,
    pub typ: &'static str,
    pub other_types: &'static [&'static str],
    pub odd: Vec<(&'static str, Value)>,
    pub required: &'static [&'static str],
}

/// The key that signs access tokens.
pub fn ours() -> SigningKey {
    SigningKey::from_bytes(&derive(&SEED, SIGNING))
}

/// What a token says.
pub fn claims(token: &str) -> Value {
    serde_json::from_slice(&decode(token.split('.').nth(1).expect("a payload"))).expect("claims")
}

/// Bent tokens of a person.
pub fn mutants(good: &str) -> Vec<(String, String)> {
    let claims = claims(good);
    let now = claims["iat"].as_i64().expect("an instant");
    let mut odd = odd_claims(now);
    odd.extend([
        ("exp", json!(now + 86_400)),
        ("sid", json!("0193a1c2-7d5e-7000-8000-000000000001")),
        ("sid", json!("")),
        ("sid", json!(1)),
        ("aud", json!("jindu-api-machines")),
    ]);
    let kind = Kind {
        key: ours(),
        typ: "at+jwt",
        other_types: &["JWT", "rt+jwt", "", "at+JWT2", "client-at+jwt"],
        odd,
        required: &["exp", "iat", "iss", "aud", "sid", "sub"],
    };
    mutants_of(&kind, good)
}

/// Bent access tokens of a machine.
pub fn machine_mutants(good: &str) -> Vec<(String, String)> {
    let claims = claims(good);
    let now = claims["iat"].as_i64().expect("an instant");
    let mut odd = odd_claims(now);
    odd.extend([
        ("exp", json!(now + 601)),
        ("sub", json!("0193a1c2-7d5e-7000-8000-000000000001")),
        ("credential", json!("0193a1c2-7d5e-7000-8000-000000000001")),
        ("credential", claims["sub"].clone()),
        ("credential", json!(null)),
        ("jti", json!("once")),
        ("scope", json!(["personnel:read"])),
        ("aud", json!("jindu-api")),
    ]);
    let kind = Kind {
        key: ours(),
        typ: "client-at+jwt",
        other_types: &["JWT", "rt+jwt", "", "client-at+JWT2", "at+jwt"],
        odd,
        required: &["exp", "iat", "iss", "aud", "jti", "sub", "credential", "scope"],
    };
    mutants_of(&kind, good)
}

/// Bent tokens by what was done to them. `good` is one that is taken.
pub fn mutants_of(kind: &Kind, good: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = good.split('.').collect();
    let [header, payload, signature] = parts[..] else { panic!("a token has three parts") };
    let mut found = shapes(header, payload, signature);
    found.extend(algorithms(kind, payload, signature));
    found.extend(bent_claims(kind, &claims(good)));
    found.extend(
        (0..8).map(|place| (format!("signature byte {place}"), flipped(header, payload, signature, place * 8))),
    );
    found
}

fn flipped(header: &str, payload: &str, signature: &str, place: usize) -> String {
    let mut bytes = decode(signature);
    bytes[place] ^= 1;
    format!("{header}.{payload}.{}", encode(&bytes))
}

fn shapes(header: &str, payload: &str, signature: &str) -> Vec<(String, String)> {
    let whole = format!("{header}.{payload}.{signature}");
    // The last letter of 64 bytes carries four bits that mean nothing: another letter is another spelling.
    let mut other_spelling = whole.clone();
    let end = other_spelling.pop();
    let last = LETTERS.iter().position(|known| Some(char::from(*known)) == end).expect("base64");
    other_spelling.push(char::from(LETTERS[last ^ 1]));
    [
        ("empty", String::new()),
        ("a word", "token".into()),
        ("dots", "..".into()),
        ("no signature", format!("{header}.{payload}.")),
        ("two parts", format!("{header}.{payload}")),
        ("one part", header.into()),
        ("four parts", format!("{whole}.{signature}")),
        ("five parts", format!("{whole}..")),
        ("no header", format!(".{payload}.{signature}")),
        ("no payload", format!("{header}..{signature}")),
        ("parts in another order", format!("{payload}.{header}.{signature}")),
        ("cut by one", whole[..whole.len() - 1].into()),
        ("cut by ten", whole[..whole.len() - 10].into()),
        ("one letter more", format!("{whole}A")),
        ("padded", format!("{whole}==")),
        ("another spelling of the same bytes", other_spelling),
        ("ordinary base64", format!("{header}.{payload}.{}+/", &signature[..signature.len() - 2])),
        ("doubled", format!("{whole},{whole}")),
        ("quoted", format!("\"{whole}\"")),
        ("with Bearer twice", format!("Bearer {whole}")),
        ("capitals", whole.to_uppercase()),
        ("a megabyte", format!("{header}.{}.{signature}", "A".repeat(1_000_000))),
        ("a megabyte of signature", format!("{header}.{payload}.{}", "A".repeat(1_000_000))),
        ("a refresh token", "0".repeat(64)),
    ]
    .map(|(name, token)| (name.to_owned(), token))
    .into()
}

fn algorithms(kind: &Kind, payload: &str, signature: &str) -> Vec<(String, String)> {
    let (mut found, ours, typ) = (Vec::new(), &kind.key, kind.typ);
    for name in ["none", "None", "NONE", "nOnE", "", "EdDSA "] {
        let header = encode(json!({ "alg": name, "typ": typ }).to_string().as_bytes());
        found.push((format!("alg {name:?} without signature"), format!("{header}.{payload}.")));
        found.push((format!("alg {name:?} with ours"), format!("{header}.{payload}.{signature}")));
    }
    let public = ours.verifying_key().to_bytes();
    for (name, secret) in [("public key", &public[..]), ("nothing", &[]), ("seed", &SEED)] {
        for alg in ["HS256", "HS512", "RS256", "ES256"] {
            let token = hashed(secret, &json!({ "alg": alg, "typ": typ }), payload);
            found.push((format!("{alg} with {name}"), token));
        }
    }
    let theirs = SigningKey::from_bytes(&[9; 32]);
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "x": encode(&theirs.verifying_key().to_bytes()) });
    for (member, value) in [
        ("jwk", key),
        ("jku", json!("https://attacker.example/keys")),
        ("x5u", json!("https://attacker.example/cert")),
        ("x5c", json!(["AAAA"])),
        ("kid", json!("../../../../dev/null")),
        ("kid", json!("' UNION SELECT 'a' --")),
        ("crit", json!(["exp"])),
        ("b64", json!(false)),
        ("zip", json!("DEF")),
        ("p2c", json!(1_000_000_000)),
    ] {
        let header = json!({ "alg": "EdDSA", "typ": typ, member: value });
        found.push((format!("another key with {member}"), signed(&theirs, &header, payload)));
    }
    found
}

/// Signed with the right key, and still not to be taken.
fn bent_claims(kind: &Kind, claims: &Value) -> Vec<(String, String)> {
    let good = json!({ "alg": "EdDSA", "typ": kind.typ });
    let encoded = |claims: &Value| encode(claims.to_string().as_bytes());
    let with = |name: &str, value: Value| {
        let mut claims = claims.clone();
        claims[name] = value;
        encoded(&claims)
    };
    let without = |name: &str| {
        let mut claims = claims.clone();
        claims.as_object_mut().expect("claims").remove(name);
        encoded(&claims)
    };
    let mut found = Vec::new();
    for typ in kind.other_types {
        let header = json!({ "alg": "EdDSA", "typ": typ });
        found.push((format!("typ {typ:?}"), signed(&kind.key, &header, &encoded(claims))));
    }
    for (name, value) in &kind.odd {
        found.push((format!("{name} {value}"), signed(&kind.key, &good, &with(name, value.clone()))));
    }
    for name in kind.required {
        found.push((format!("without {name}"), signed(&kind.key, &good, &without(name))));
        let twice = format!("{{\"{name}\":{},{}", claims[*name], &claims.to_string()[1..]);
        found.push((format!("{name} twice"), signed(&kind.key, &good, &encode(twice.as_bytes()))));
    }
    found.push(("a list for claims".into(), signed(&kind.key, &good, &encode(b"[]"))));
    found.push(("no JSON for claims".into(), signed(&kind.key, &good, &encode(b"{"))));
    found
}

/// Claims of an access token that have run out, are not ours, or are none.
fn odd_claims(now: i64) -> Vec<(&'static str, Value)> {
    vec![
        ("exp", json!(now - 60)),
        ("exp", json!(now - 1)),
        ("exp", json!(0)),
        ("exp", json!(-1)),
        ("exp", json!("never")),
        ("exp", json!(null)),
        ("exp", json!(1e300)),
        ("exp", json!(i64::MAX)),
        ("iat", json!(now + 3600)),
        ("iat", json!(i64::MIN)),
        ("iss", json!("another")),
        ("iss", json!("")),
        ("aud", json!("another")),
        ("aud", json!(["another"])),
        ("sub", json!(null)),
    ]
}
