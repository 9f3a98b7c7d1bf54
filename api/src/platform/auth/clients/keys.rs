//! Public keys of clients: Ed25519 and P-256, read from PEM or JWK and kept as the members a thumbprint is taken of.
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::VerifyingKey;
use jsonwebtoken::{Algorithm, DecodingKey};
use p256::elliptic_curve::sec1::{FromEncodedPoint, ToEncodedPoint};
use p256::pkcs8::DecodePublicKey;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::platform::error::{ApiError, ApiResult, Rule};

/// Not a key, or not one of ours.
pub const NO_KEY: Rule = Rule {
    code: "client.public_key",
    zh: "公钥应为 Ed25519 或 P-256 公钥（PEM 或 JWK），不能是私钥",
    en: "an Ed25519 or P-256 public key is wanted, as PEM or JWK, and no private one",
};

/// A public key as it is stored: the required members of its JWK, in the order of RFC 7638.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PublicKey {
    /// P-256, for ES256.
    Ec { crv: String, kty: String, x: String, y: String },
    /// Ed25519, for `EdDSA`.
    Okp { crv: String, kty: String, x: String },
}

/// As much of a JWK as is looked at. A private key says so by its member `d`.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: String,
    x: String,
    y: Option<String>,
    d: Option<serde::de::IgnoredAny>,
}

impl PublicKey {
    /// A key as it is handed in.
    ///
    /// # Errors
    /// 422 when it is none, or a private one.
    pub fn read(text: &str) -> ApiResult<Self> {
        let text = text.trim();
        let key = if text.starts_with('{') { Self::of_jwk(text) } else { Self::of_pem(text) };
        key.ok_or_else(|| ApiError::invalid("/public_key", NO_KEY))
    }

    fn of_pem(text: &str) -> Option<Self> {
        let edwards = VerifyingKey::from_public_key_pem(text).ok();
        let on_p256 = || p256::PublicKey::from_public_key_pem(text).ok();
        edwards.and_then(|key| Self::edwards(&key)).or_else(|| on_p256().and_then(|key| Self::p256(&key)))
    }

    fn of_jwk(text: &str) -> Option<Self> {
        let Jwk { kty, crv, x, y, d } = serde_json::from_str(text).ok()?;
        if d.is_some() {
            return None;
        }
        let x = URL_SAFE_NO_PAD.decode(x).ok()?;
        match (kty.as_str(), crv.as_str(), y) {
            ("OKP", "Ed25519", None) => Self::edwards(&VerifyingKey::from_bytes(x.as_slice().try_into().ok()?).ok()?),
            ("EC", "P-256", Some(y)) => {
                let y = URL_SAFE_NO_PAD.decode(y).ok()?;
                let (x, y): ([u8; 32], [u8; 32]) = (x.try_into().ok()?, y.try_into().ok()?);
                let point = p256::EncodedPoint::from_affine_coordinates(&x.into(), &y.into(), false);
                Self::p256(&Option::from(p256::PublicKey::from_encoded_point(&point))?)
            }
            _ => None,
        }
    }

    /// Of a weak key anybody could make signatures.
    fn edwards(key: &VerifyingKey) -> Option<Self> {
        let x = URL_SAFE_NO_PAD.encode(key.as_bytes());
        (!key.is_weak()).then(|| Self::Okp { crv: "Ed25519".into(), kty: "OKP".into(), x })
    }

    fn p256(key: &p256::PublicKey) -> Option<Self> {
        let point = key.to_encoded_point(false);
        let (x, y) = (URL_SAFE_NO_PAD.encode(point.x()?), URL_SAFE_NO_PAD.encode(point.y()?));
        Some(Self::Ec { crv: "P-256".into(), kty: "EC".into(), x, y })
    }

    /// As it is stored, and as its thumbprint is taken: JSON without spaces, members in order.
    ///
    /// # Errors
    /// 500 when it cannot be written.
    pub fn text(&self) -> ApiResult<String> {
        serde_json::to_string(self).map_err(|error| ApiError::Internal(error.into()))
    }

    /// A key as it was stored.
    ///
    /// # Errors
    /// 500 when the column holds nonsense.
    pub fn stored(text: &str) -> ApiResult<Self> {
        serde_json::from_str(text).map_err(|error| ApiError::Internal(error.into()))
    }

    /// Its thumbprint (RFC 7638).
    ///
    /// # Errors
    /// 500 when it cannot be written.
    pub fn thumbprint(&self) -> ApiResult<String> {
        Ok(URL_SAFE_NO_PAD.encode(Sha256::digest(self.text()?.as_bytes())))
    }

    /// The one algorithm its signatures are of.
    pub fn algorithm(&self) -> (Algorithm, &'static str) {
        match self {
            Self::Ec { .. } => (Algorithm::ES256, "ES256"),
            Self::Okp { .. } => (Algorithm::EdDSA, "EdDSA"),
        }
    }

    /// What checks its signatures.
    ///
    /// # Errors
    /// 500 when the column holds nonsense.
    pub fn checking(&self) -> ApiResult<DecodingKey> {
        let key = match self {
            Self::Ec { x, y, .. } => DecodingKey::from_ec_components(x, y),
            Self::Okp { x, .. } => DecodingKey::from_ed_components(x),
        };
        key.map_err(|error| ApiError::Internal(error.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8037, appendix A.
    const EDWARDS: &str = r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#;
    /// RFC 7515, appendix A.3.
    const ON_P256: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

    #[test]
    fn a_key_is_the_same_from_pem_and_from_jwk() {
        let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n-----END PUBLIC KEY-----\n";
        assert_eq!(PublicKey::read(pem).unwrap(), PublicKey::read(EDWARDS).unwrap());
        let stored = PublicKey::read(ON_P256).unwrap();
        assert_eq!(PublicKey::stored(&stored.text().unwrap()).unwrap(), stored);
        assert!(stored.checking().is_ok());
    }

    /// RFC 8037, appendix A.3.
    #[test]
    fn the_thumbprint_is_that_of_the_standard() {
        let thumbprint = PublicKey::read(EDWARDS).unwrap().thumbprint().unwrap();
        assert_eq!(thumbprint, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn what_is_no_public_key_of_ours_is_refused() {
        let private = EDWARDS.replace('}', r#","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}"#);
        let off_curve = ON_P256.replace("f83", "f84");
        // A point of small order: every signature of a certain form holds under it.
        let weak = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{}"}}"#, URL_SAFE_NO_PAD.encode([0; 32]));
        let other = EDWARDS.replace("Ed25519", "X25519");
        let short = EDWARDS.replace("11qY", "");
        for text in [private.as_str(), &off_curve, &weak, &other, &short, "", "{}", "key", "-----BEGIN PUBLIC KEY-----"]
        {
            assert!(PublicKey::read(text).is_err(), "{text}");
        }
    }
}
