//! Signatures of Standard Webhooks 1.0: who receives a message checks it with that project's own libraries.
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::dto::WebhookSigning;
use crate::platform::vault::fill_random;

/// Bytes of a key, of either kind.
pub const KEY_BYTES: usize = 32;

/// A key that signs messages.
#[derive(Clone)]
pub struct SigningSecret {
    signing: WebhookSigning,
    bytes: Zeroizing<Vec<u8>>,
}

impl SigningSecret {
    /// A key made of chance.
    pub fn new(signing: WebhookSigning) -> Self {
        let mut bytes = Zeroizing::new(vec![0; KEY_BYTES]);
        fill_random(&mut bytes);
        Self { signing, bytes }
    }

    /// A key that was stored: its bytes in Base64.
    pub fn stored(signing: WebhookSigning, text: &str) -> Option<Self> {
        let bytes = Zeroizing::new(STANDARD.decode(text).ok()?);
        let fits = signing == WebhookSigning::V1 || bytes.len() == KEY_BYTES;
        fits.then_some(Self { signing, bytes })
    }

    /// Its bytes in Base64, to be sealed.
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(&*self.bytes))
    }

    /// What the receiver needs to have and nobody else may: only a key both sides share is such.
    pub fn shared(&self) -> Option<String> {
        (self.signing == WebhookSigning::V1).then(|| format!("whsec_{}", *self.text()))
    }

    /// What anybody may have who checks signatures, where one key signs and another checks.
    pub fn public(&self) -> Option<String> {
        let key = self.pair()?.verifying_key();
        Some(format!("whpk_{}", STANDARD.encode(key.as_bytes())))
    }

    fn pair(&self) -> Option<SigningKey> {
        let seed: &[u8; KEY_BYTES] = self.bytes.as_slice().try_into().ok()?;
        (self.signing == WebhookSigning::V1a).then(|| SigningKey::from_bytes(seed))
    }

    /// The signature of a message, with its version.
    pub fn sign(&self, id: &str, timestamp: i64, body: &str) -> String {
        let content = format!("{id}.{timestamp}.{body}");
        match self.pair() {
            Some(pair) => format!("v1a,{}", STANDARD.encode(pair.sign(content.as_bytes()).to_bytes())),
            None => format!("v1,{}", STANDARD.encode(self.tag(content.as_bytes()))),
        }
    }

    /// What the answer to a challenge must repeat: it follows from the key, so a repeated challenge has the same body, and
    /// who has not read the body cannot guess it.
    pub fn challenge(&self, id: &str) -> String {
        self.tag(format!("challenge of {id}").as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn tag(&self, content: &[u8]) -> Vec<u8> {
        #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.bytes).expect("any length is valid");
        mac.update(content);
        mac.finalize().into_bytes().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const AT: i64 = 1_614_265_330;
    const BODY: &str = "{\"test\": 2432232314}";

    /// The vectors of the project's own libraries (JavaScript for `v1`, Go for `v1a`).
    #[test]
    fn messages_are_signed_as_the_published_libraries_sign_them() {
        let shared = SigningSecret::stored(WebhookSigning::V1, "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        assert_eq!(shared.sign(ID, AT, BODY), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
        assert_eq!(shared.shared().as_deref(), Some("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
        assert_eq!(shared.public(), None);
        let pair = SigningSecret::stored(WebhookSigning::V1a, "VEVTVFNJR05JTkdLRVlET05PVFVTRVRISVNGT1JBTlk=").unwrap();
        let expected = "v1a,tQ9V2XOqn7jL/DQenEFpqIugdBVtiMmER5mhSkXBNwM0mkATuDe6KYYUuxqtaiHeYGb7KaaBRdM5WqyeFiL8Ag==";
        assert_eq!(pair.sign(ID, AT, BODY), expected);
        assert_eq!(pair.shared(), None);
        assert!(pair.public().unwrap().starts_with("whpk_"));
    }

    #[test]
    fn a_key_survives_being_stored_and_no_two_are_alike() {
        for signing in [WebhookSigning::V1, WebhookSigning::V1a] {
            let (one, other) = (SigningSecret::new(signing), SigningSecret::new(signing));
            let again = SigningSecret::stored(signing, &one.text()).unwrap();
            assert_eq!(one.sign(ID, AT, BODY), again.sign(ID, AT, BODY));
            assert_ne!(one.sign(ID, AT, BODY), other.sign(ID, AT, BODY));
            assert_eq!(one.challenge(ID), again.challenge(ID));
            assert_ne!(one.challenge(ID), one.challenge("msg_other"));
        }
        assert!(SigningSecret::stored(WebhookSigning::V1a, "c2hvcnQ=").is_none());
    }
}
