//! Rows of `inspection_signatures`: what is sealed of them, and what each of them is worth.
use chrono::{NaiveDateTime, SecondsFormat};
use diesel::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::TABLE;
use crate::platform::canonical::{self, Hash};
use crate::platform::db::Backend;
use crate::platform::db::schema::inspection_signatures;
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::hex;
use crate::platform::id::Id;
use crate::platform::vault::{DataKey, Vault};
use crate::premises::inspections::dto::SignOff;
use crate::premises::inspections::sign_off::dto::{Attendance, AttendanceRole, SignedContent};

/// Where `sealed_content` stands.
const CONTENT: &str = "inspection_signatures.sealed_content";

/// Who signed, and who was there; small, because lists show it.
#[derive(Serialize, Deserialize)]
pub struct SignerSecrets {
    pub signer: String,
    pub attendance: Option<Attended>,
}

/// Who was there, without the strokes.
#[derive(Serialize, Deserialize)]
pub struct Attended {
    pub role: AttendanceRole,
    pub name: Option<String>,
    pub refused_because: Option<String>,
}

/// What was signed, what was declared with it, and what was drawn.
#[derive(Serialize, Deserialize)]
pub struct ContentSecrets {
    /// Canonical JSON, byte by byte as it was hashed.
    pub content: String,
    pub statement: String,
    pub strokes: Option<String>,
}

/// The columns in clear; the same for reading and inserting.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = inspection_signatures, check_for_backend(Backend))]
pub struct SignatureColumns {
    pub id: Id,
    pub inspection_id: Id,
    pub inspection_version: i64,
    pub role: String,
    pub account_id: Id,
    pub signed_at: NaiveDateTime,
    pub device_time: NaiveDateTime,
    pub content_hash: Vec<u8>,
}

/// A signature without what was signed.
#[derive(Queryable, Selectable)]
#[diesel(table_name = inspection_signatures, check_for_backend(Backend))]
pub struct SignerRow {
    #[diesel(embed)]
    pub columns: SignatureColumns,
    data_key: Vec<u8>,
    sealed: Vec<u8>,
}

/// A whole signature.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = inspection_signatures, check_for_backend(Backend))]
pub struct SignatureRow {
    #[diesel(embed)]
    pub columns: SignatureColumns,
    data_key: Vec<u8>,
    sealed: Vec<u8>,
    sealed_content: Vec<u8>,
}

impl SignerRow {
    pub fn signer(&self, vault: &Vault) -> ApiResult<SignerSecrets> {
        read(&vault.open_key(&self.data_key)?.open_bytes(TABLE, self.columns.id, &self.sealed)?)
    }
}

impl SignatureRow {
    /// Sealed under a key of its own: a signature stays as it is wherever its inspection goes.
    pub fn new(vault: &Vault, columns: SignatureColumns, plain: &Plain) -> ApiResult<Self> {
        let (key, data_key) = vault.new_key()?;
        let sealed = key.seal_bytes(TABLE, columns.id, &plain.signer)?;
        let sealed_content = key.seal_bytes(CONTENT, columns.id, &plain.content)?;
        Ok(Self { columns, data_key, sealed, sealed_content })
    }

    pub fn open(&self, vault: &Vault) -> ApiResult<Plain> {
        let (key, id): (DataKey, Id) = (vault.open_key(&self.data_key)?, self.columns.id);
        let signer = key.open_bytes(TABLE, id, &self.sealed)?;
        Ok(Plain { signer, content: key.open_bytes(CONTENT, id, &self.sealed_content)? })
    }
}

/// What is sealed of a signature, as bytes: they are hashed as they are.
pub struct Plain {
    signer: Vec<u8>,
    content: Vec<u8>,
}

impl Plain {
    pub fn of(signer: &SignerSecrets, content: &ContentSecrets) -> ApiResult<Self> {
        Ok(Self { signer: canonical::to_bytes(signer)?, content: canonical::to_bytes(content)? })
    }

    pub fn signer(&self) -> ApiResult<SignerSecrets> {
        read(&self.signer)
    }

    pub fn content(&self) -> ApiResult<ContentSecrets> {
        read(&self.content)
    }

    /// What was signed.
    pub fn signed(&self) -> ApiResult<SignedContent> {
        read(self.content()?.content.as_bytes())
    }

    /// The companion or the occupant, strokes and all.
    pub fn attendance(&self) -> ApiResult<Option<Attendance>> {
        let (attended, strokes) = (self.signer()?.attendance, self.content()?.strokes);
        Ok(attended.map(|Attended { role, name, refused_because }| Attendance { role, name, strokes, refused_because }))
    }
}

fn read<T: DeserializeOwned>(bytes: &[u8]) -> ApiResult<T> {
    serde_json::from_slice(bytes).map_err(|_shape| ApiError::Internal("a signature has an unknown shape".into()))
}

/// What a journal entry attests of a signature: the columns of its row, its sealed content, and the inspection.
#[derive(Serialize)]
struct Attested {
    format: &'static str,
    id: Id,
    inspection_id: Id,
    inspection_version: String,
    role: String,
    account_id: Id,
    signed_at: String,
    device_time: String,
    content_hash: String,
    signer: String,
    signed: String,
    /// Of the inspection as it stands, in the format it was signed in.
    inspection: String,
    filed_at: Option<String>,
    filed_as: Option<String>,
}

/// The hash of all that a signature stands for: its own row, opened, and the inspection, whose content has this hash.
pub fn digest(columns: &SignatureColumns, plain: &Plain, content: &Hash, filed: &SignOff) -> ApiResult<Hash> {
    let columns = columns.clone();
    let instant = |at: NaiveDateTime| at.and_utc().to_rfc3339_opts(SecondsFormat::Micros, true);
    let attested = Attested {
        format: "jindu/signature/1",
        id: columns.id,
        inspection_id: columns.inspection_id,
        inspection_version: columns.inspection_version.to_string(),
        role: columns.role,
        account_id: columns.account_id,
        signed_at: instant(columns.signed_at),
        device_time: instant(columns.device_time),
        content_hash: hex::digits(&columns.content_hash),
        signer: hex::digits(&canonical::sha256(&plain.signer)),
        signed: hex::digits(&canonical::sha256(&plain.content)),
        inspection: hex::digits(content),
        filed_at: filed.signed_at.map(|at| instant(at.naive_utc())),
        filed_as: filed.content_hash.as_deref().map(hex::digits),
    };
    Ok(canonical::sha256(&canonical::to_bytes(&attested)?))
}
