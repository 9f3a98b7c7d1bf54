//! Sealed fields: AEAD with a data key per subject, wrapped by the key file's key; keyed blind indexes for exact look-up.
//!
//! Envelope: version (1 byte) · suite (1) · key id (4) · nonce (12) · ciphertext and tag. What is sealed is bound to its
//! place and row, so that a value moved to another row or column does not open. A place is a table, or `table.column` where
//! a table has several sealed columns. Destroying one data key erases one subject.
mod key_file;
pub mod names;

use std::path::Path;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use serde::{Serialize, de::DeserializeOwned};
use sha2::Sha256;
use zeroize::Zeroizing;

pub use self::key_file::{KEY_BYTES, fill_random, read_or_create};
use super::error::{ApiError, ApiResult};
use super::hex;
use super::id::Id;

const VERSION: u8 = 1;
/// AES-256-GCM; 2 is kept for SM4-CTR with HMAC-SM3.
const SUITE: u8 = 1;
const NONCE_BYTES: usize = 12;
const HEAD_BYTES: usize = 2 + KEY_ID_BYTES;
const KEY_ID_BYTES: usize = 4;
/// Length of a blind index, in bytes: collisions are out of reach, and half a hash says less than a whole one.
const INDEX_BYTES: usize = 16;

/// Which field a blind index is for; each has a key of its own.
#[derive(Debug, Clone, Copy)]
pub enum Blind {
    /// Identity number.
    IdNumber,
    /// Phone number.
    Phone,
    /// What a finding of a reconciliation says, so that the same one is known again.
    Finding,
}

/// The key that wraps data keys, and the index keys derived from it.
pub struct Vault {
    wrapping: DataKey,
    id_numbers: Hmac<Sha256>,
    phones: Hmac<Sha256>,
    findings: Hmac<Sha256>,
}

impl Vault {
    /// Opens the key file, making it at first start.
    ///
    /// # Errors
    /// See [`read_or_create`].
    pub fn open(key_file: &Path) -> std::io::Result<Self> {
        let key = read_or_create(key_file)?;
        Ok(Self::from_key(&key))
    }

    /// A vault on a key that is already at hand.
    pub fn from_key(key: &[u8; KEY_BYTES]) -> Self {
        let key_id = key_id(key);
        Self {
            wrapping: DataKey::from_bytes(&derive(key, b"wrap"), key_id),
            id_numbers: index_key(key, b"blind:id_number"),
            phones: index_key(key, b"blind:phone"),
            findings: index_key(key, b"blind:finding"),
        }
    }

    /// Names the key in use, without telling anything of it.
    pub fn key_id(&self) -> String {
        hex::digits(&self.wrapping.key_id)
    }

    /// A fresh data key and its wrapped form, to be stored with the subject.
    ///
    /// # Errors
    /// 500 if the cipher refuses.
    pub fn new_key(&self) -> ApiResult<(DataKey, Vec<u8>)> {
        let mut key = Zeroizing::new([0_u8; KEY_BYTES]);
        fill_random(key.as_mut());
        let wrapped = self.wrapping.encrypt(b"data_key", key.as_ref())?;
        Ok((DataKey::from_bytes(&key, self.wrapping.key_id), wrapped))
    }

    /// Unwraps a stored data key.
    ///
    /// # Errors
    /// 500 when it was wrapped by another key or has been altered.
    pub fn open_key(&self, wrapped: &[u8]) -> ApiResult<DataKey> {
        let key = Zeroizing::new(self.wrapping.decrypt(b"data_key", wrapped)?);
        let key: &[u8; KEY_BYTES] =
            key.as_slice().try_into().map_err(|_length| internal("a data key has the wrong length"))?;
        Ok(DataKey::from_bytes(key, self.wrapping.key_id))
    }

    /// The key for what belongs to no subject and does not live long (stored answers to repeated requests).
    pub fn office_key(&self) -> &DataKey {
        &self.wrapping
    }

    /// The blind index of `value`, which must already be in its normal form.
    pub fn blind(&self, field: Blind, value: &str) -> Vec<u8> {
        let mut mac = match field {
            Blind::IdNumber => self.id_numbers.clone(),
            Blind::Phone => self.phones.clone(),
            Blind::Finding => self.findings.clone(),
        };
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().iter().take(INDEX_BYTES).copied().collect()
    }
}

/// The key of one subject (a person, a place, …).
pub struct DataKey {
    cipher: Aes256Gcm,
    key_id: [u8; KEY_ID_BYTES],
}

impl DataKey {
    fn from_bytes(key: &[u8; KEY_BYTES], key_id: [u8; KEY_ID_BYTES]) -> Self {
        Self { cipher: Aes256Gcm::new(key.into()), key_id }
    }

    /// Seals `value` for one place of one row.
    ///
    /// # Errors
    /// 500 if it cannot be serialised.
    pub fn seal<T: Serialize>(&self, place: &'static str, row: Id, value: &T) -> ApiResult<Vec<u8>> {
        let plain = Zeroizing::new(serde_json::to_vec(value).map_err(|error| ApiError::Internal(error.into()))?);
        self.encrypt(&binding(place, row), &plain)
    }

    /// Opens what [`DataKey::seal`] sealed for the same place of the same row.
    ///
    /// # Errors
    /// 500 when it was sealed for another place or row, under another key, or has been altered.
    pub fn open<T: DeserializeOwned>(&self, place: &'static str, row: Id, sealed: &[u8]) -> ApiResult<T> {
        let plain = Zeroizing::new(self.decrypt(&binding(place, row), sealed)?);
        serde_json::from_slice(&plain).map_err(|_shape| internal("a sealed field has an unknown shape"))
    }

    /// Seals bytes, such as a file, for one place of one row.
    ///
    /// # Errors
    /// 500 if the cipher refuses.
    pub fn seal_bytes(&self, place: &'static str, row: Id, bytes: &[u8]) -> ApiResult<Vec<u8>> {
        self.encrypt(&binding(place, row), bytes)
    }

    /// Opens what [`DataKey::seal_bytes`] sealed for the same place of the same row.
    ///
    /// # Errors
    /// As [`DataKey::open`].
    pub fn open_bytes(&self, place: &'static str, row: Id, sealed: &[u8]) -> ApiResult<Vec<u8>> {
        self.decrypt(&binding(place, row), sealed)
    }

    fn encrypt(&self, binding: &[u8], plain: &[u8]) -> ApiResult<Vec<u8>> {
        let mut nonce = [0_u8; NONCE_BYTES];
        fill_random(&mut nonce);
        let payload = Payload { msg: plain, aad: binding };
        let sealed =
            self.cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_refused| internal("sealing failed"))?;
        let mut envelope = Vec::with_capacity(HEAD_BYTES + NONCE_BYTES + sealed.len());
        envelope.extend_from_slice(&[VERSION, SUITE]);
        envelope.extend_from_slice(&self.key_id);
        envelope.extend_from_slice(&nonce);
        envelope.extend_from_slice(&sealed);
        Ok(envelope)
    }

    fn decrypt(&self, binding: &[u8], envelope: &[u8]) -> ApiResult<Vec<u8>> {
        let (head, rest) = envelope.split_at_checked(HEAD_BYTES).ok_or_else(|| internal("an envelope is too short"))?;
        if !head.starts_with(&[VERSION, SUITE]) {
            return Err(internal("an envelope has an unknown version"));
        }
        if !head.ends_with(&self.key_id) {
            return Err(internal("an envelope was sealed under another key file"));
        }
        let (nonce, sealed) = rest.split_at_checked(NONCE_BYTES).ok_or_else(|| internal("an envelope is too short"))?;
        let nonce: [u8; NONCE_BYTES] = nonce.try_into().map_err(|_length| internal("an envelope is too short"))?;
        let payload = Payload { msg: sealed, aad: binding };
        self.cipher.decrypt(&Nonce::from(nonce), payload).map_err(|_refused| internal("an envelope does not open"))
    }
}

fn binding(place: &'static str, row: Id) -> Vec<u8> {
    [place.as_bytes(), b"|", row.as_bytes()].concat()
}

fn internal(what: &'static str) -> ApiError {
    ApiError::Internal(what.into())
}

/// A key for one purpose, derived from the key of a file (HKDF-SHA256): no key serves two.
pub fn derive(key: &[u8; KEY_BYTES], purpose: &[u8]) -> Zeroizing<[u8; KEY_BYTES]> {
    let mut derived = Zeroizing::new([0_u8; KEY_BYTES]);
    #[expect(clippy::expect_used, reason = "32 bytes are within what HKDF-SHA256 can give")]
    Hkdf::<Sha256>::new(Some(b"jindu"), key).expand(purpose, derived.as_mut()).expect("length is valid");
    derived
}

fn index_key(key: &[u8; KEY_BYTES], purpose: &[u8]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(derive(key, purpose).as_ref()).expect("any length is valid")
}

fn key_id(key: &[u8; KEY_BYTES]) -> [u8; KEY_ID_BYTES] {
    let mut id = [0; KEY_ID_BYTES];
    id.iter_mut().zip(derive(key, b"key_id").iter()).for_each(|(to, from)| *to = *from);
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_in_its_place_only() {
        let vault = Vault::from_key(&[7; KEY_BYTES]);
        let (key, wrapped) = vault.new_key().unwrap();
        let (row, other) = (Id::new(), Id::new());
        let sealed = key.seal("imports", row, &"张三").unwrap();
        let key = vault.open_key(&wrapped).unwrap();
        assert_eq!(key.open::<String>("imports", row, &sealed).unwrap(), "张三");
        assert!(key.open::<String>("imports", other, &sealed).is_err());
        assert!(key.open::<String>("imports.sealed_rows", row, &sealed).is_err());
        assert!(vault.office_key().open::<String>("imports", row, &sealed).is_err());
    }
}
