//! The key of the journal: signs heads, and tags each entry so that one made without the key is found. It lies in a file of
//! its own (`journal.key`), apart from the database.
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

use crate::platform::hex;
use crate::platform::vault::{KEY_BYTES, derive};

/// A tag on a row: half of an HMAC-SHA256.
pub type Tag = [u8; TAG_BYTES];
/// Its length.
pub const TAG_BYTES: usize = 16;

/// Signs heads and tags rows.
pub struct JournalKey {
    signing: SigningKey,
    tagging: Hmac<Sha256>,
}

impl JournalKey {
    /// The key made of the seed in the key file.
    pub fn from_seed(seed: &[u8; KEY_BYTES]) -> Self {
        #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
        let tagging = <Hmac<Sha256> as KeyInit>::new_from_slice(derive(seed, b"journal:tag").as_ref())
            .expect("any length is valid");
        Self { signing: SigningKey::from_bytes(&derive(seed, b"journal:ed25519")), tagging }
    }

    /// What checks the signatures; anyone may know it.
    pub fn public(&self) -> VerifyingKey {
        self.signing.verifying_key()
    }

    /// The public key in Base64.
    pub fn public_text(&self) -> String {
        BASE64.encode(self.public().as_bytes())
    }

    /// Names the journal and its key: `jindu-` and the first eight bytes of the public key's SHA-256, in hexadecimal.
    pub fn name(&self) -> String {
        name_of(&self.public())
    }

    pub(super) fn sign(&self, text: &str) -> [u8; 64] {
        self.signing.sign(text.as_bytes()).to_bytes()
    }

    /// The tag on these bytes.
    pub(in crate::platform) fn tag(&self, bytes: &[u8]) -> Tag {
        let mut mac = self.tagging.clone();
        mac.update(bytes);
        let whole: [u8; 32] = mac.finalize().into_bytes().into();
        let (half, _) = whole.split_at(TAG_BYTES);
        let mut tag = Tag::default();
        tag.copy_from_slice(half);
        tag
    }
}

/// The name of the journal that this key signs.
pub fn name_of(key: &VerifyingKey) -> String {
    let digest = Sha256::digest(key.as_bytes());
    let (named, _) = digest.split_at(8);
    format!("jindu-{}", hex::digits(named))
}
