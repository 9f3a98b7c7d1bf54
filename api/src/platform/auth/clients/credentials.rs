//! What a client proves itself with: secrets and keys. Each is ended by itself, and with it what was got with it.
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, NaiveDateTime, Utc};
use diesel::prelude::*;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::assertion::{Assertion, Signer};
use super::dto::{Client, ClientKey, ClientSecret, NewClientSecret};
use super::keys::PublicKey;
use super::{changes, store};
use crate::platform::access::{Reading, Tx};
use crate::platform::clock;
use crate::platform::db::schema::{client_assertions, client_keys, client_secrets};
use crate::platform::db::{Raw, sql};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::id::Id;
use crate::platform::vault::fill_random;

/// One in use and one to take its place.
const MOST_SECRETS: usize = 2;
const MOST_KEYS: usize = 5;
const SECRET_PREFIX: &str = "dcs_";
const SECRET_BYTES: usize = 32;

const TWO_SECRETS: Rule = Rule {
    code: "client.secrets.two",
    zh: "已有两个有效密钥，请先停用其中一个",
    en: "two secrets are in use; end one of them first",
};
const ENOUGH_KEYS: Rule = Rule {
    code: "client.keys.enough",
    zh: "已登记五个公钥，请先停用其中一个",
    en: "five keys are in use; end one of them first",
};
const KNOWN_KEY: Rule =
    Rule { code: "client.keys.known", zh: "这个公钥已登记", en: "this key is registered already" };
const NO_CREDENTIAL: Rule =
    Rule { code: "client.credential.not_found", zh: "没有这个密钥", en: "no such secret or key" };

/// A secret that is in use.
#[derive(Debug, Clone)]
pub struct StoredSecret {
    /// Its id.
    pub id: Id,
    hash: Vec<u8>,
    created_at: NaiveDateTime,
}

impl StoredSecret {
    /// Whether it is this one; how long the answer takes tells nothing.
    pub fn is(&self, presented: &str) -> bool {
        Sha256::digest(presented.as_bytes()).as_slice().ct_eq(&self.hash).into()
    }
}

/// The secrets in use, oldest first.
///
/// # Errors
/// The database refuses.
pub fn secrets(db: &mut impl Raw, client_id: Id) -> ApiResult<Vec<StoredSecret>> {
    let rows: Vec<(Id, Vec<u8>, NaiveDateTime)> = client_secrets::table
        .filter(client_secrets::client_id.eq(client_id))
        .filter(client_secrets::revoked_at.is_null())
        .order((client_secrets::created_at, client_secrets::id))
        .select((client_secrets::id, client_secrets::hash, client_secrets::created_at))
        .load(db.raw())?;
    Ok(rows.into_iter().map(|(id, hash, created_at)| StoredSecret { id, hash, created_at }).collect())
}

/// The keys in use, oldest first.
///
/// # Errors
/// The database refuses.
pub fn keys(db: &mut impl Raw, client_id: Id) -> ApiResult<Vec<(Signer, DateTime<Utc>)>> {
    let rows: Vec<(Id, String, String, NaiveDateTime)> = client_keys::table
        .filter(client_keys::client_id.eq(client_id))
        .filter(client_keys::revoked_at.is_null())
        .order((client_keys::created_at, client_keys::id))
        .select((client_keys::id, client_keys::thumbprint, client_keys::public_key, client_keys::created_at))
        .load(db.raw())?;
    let stored = |(id, thumbprint, key, at): (Id, String, String, NaiveDateTime)| {
        Ok((Signer { id, thumbprint, key: PublicKey::stored(&key)? }, at.and_utc()))
    };
    rows.into_iter().map(stored).collect()
}

/// Both, as the API shows them.
///
/// # Errors
/// The database refuses.
pub fn shown(reading: &mut Reading<'_>, client_id: Id) -> ApiResult<(Vec<ClientSecret>, Vec<ClientKey>)> {
    let secrets = secrets(reading.db, client_id)?.into_iter();
    let secrets = secrets.map(|secret| ClientSecret { id: secret.id, created_at: secret.created_at.and_utc() });
    let keys = keys(reading.db, client_id)?.into_iter().map(|(signer, at)| shown_key(signer, at));
    Ok((secrets.collect(), keys.collect()))
}

fn shown_key(signer: Signer, created_at: DateTime<Utc>) -> ClientKey {
    let Signer { id, thumbprint, key } = signer;
    ClientKey { id, algorithm: key.algorithm().1, thumbprint, created_at }
}

/// Whether this secret or key of the client is still in use.
///
/// # Errors
/// The database refuses.
pub fn is_in_use(db: &mut impl Raw, client_id: Id, credential: Id) -> ApiResult<bool> {
    Ok(secrets(db, client_id)?.iter().any(|secret| secret.id == credential)
        || keys(db, client_id)?.iter().any(|(signer, _)| signer.id == credential))
}

/// Makes a secret, which is in this answer and nowhere else.
///
/// # Errors
/// 404; 409 when the client is revoked or two are in use.
pub fn add_secret(tx: &mut Tx<'_>, client_id: Id) -> ApiResult<NewClientSecret> {
    let client = store::in_use(tx, client_id)?;
    if secrets(tx.db, client_id)?.len() >= MOST_SECRETS {
        return Err(ApiError::Conflict(TWO_SECRETS));
    }
    let mut bytes = [0; SECRET_BYTES];
    fill_random(&mut bytes);
    let client_secret = format!("{SECRET_PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes));
    let (id, at) = (Id::new(), tx.at());
    changes::touch(tx, &client, "secrets")?;
    let statement = diesel::insert_into(client_secrets::table).values((
        client_secrets::id.eq(id),
        client_secrets::client_id.eq(client_id),
        client_secrets::hash.eq(Sha256::digest(client_secret.as_bytes()).to_vec()),
        client_secrets::created_at.eq(at.naive_utc()),
    ));
    sql::run_unjournalled(tx.db, statement)?;
    Ok(NewClientSecret { id, client_id, client_secret, created_at: at })
}

/// Registers a public key.
///
/// # Errors
/// 404; 409 when the client is revoked, has enough keys or this one; 422 when it is no key of ours.
pub fn add_key(tx: &mut Tx<'_>, client_id: Id, text: &str) -> ApiResult<ClientKey> {
    let key = PublicKey::read(text)?;
    let thumbprint = key.thumbprint()?;
    let client = store::in_use(tx, client_id)?;
    let known = keys(tx.db, client_id)?;
    if known.iter().any(|(signer, _)| signer.thumbprint == thumbprint) {
        return Err(ApiError::Conflict(KNOWN_KEY));
    }
    if known.len() >= MOST_KEYS {
        return Err(ApiError::Conflict(ENOUGH_KEYS));
    }
    let (id, at) = (Id::new(), tx.at());
    changes::touch(tx, &client, "keys")?;
    let statement = diesel::insert_into(client_keys::table).values((
        client_keys::id.eq(id),
        client_keys::client_id.eq(client_id),
        client_keys::thumbprint.eq(&thumbprint),
        client_keys::public_key.eq(key.text()?),
        client_keys::created_at.eq(at.naive_utc()),
    ));
    sql::run_unjournalled(tx.db, statement)?;
    Ok(shown_key(Signer { id, thumbprint, key }, at))
}

/// Ends a secret, and every token that was got with it.
///
/// # Errors
/// 404.
pub fn end_secret(tx: &mut Tx<'_>, client_id: Id, id: Id) -> ApiResult<Client> {
    let client = store::find(tx, client_id)?;
    let ended = client_secrets::revoked_at.eq(tx.at().naive_utc());
    let mine = client_secrets::table.filter(client_secrets::id.eq(id)).filter(client_secrets::client_id.eq(client_id));
    let statement = diesel::update(mine.filter(client_secrets::revoked_at.is_null())).set(ended);
    let rows = sql::run_unjournalled(tx.db, statement)?;
    done(tx, &client, "secrets", rows)
}

/// Ends a key, and every token that was got with it.
///
/// # Errors
/// 404.
pub fn end_key(tx: &mut Tx<'_>, client_id: Id, id: Id) -> ApiResult<Client> {
    let client = store::find(tx, client_id)?;
    let ended = client_keys::revoked_at.eq(tx.at().naive_utc());
    let mine = client_keys::table.filter(client_keys::id.eq(id)).filter(client_keys::client_id.eq(client_id));
    let statement = diesel::update(mine.filter(client_keys::revoked_at.is_null())).set(ended);
    let rows = sql::run_unjournalled(tx.db, statement)?;
    done(tx, &client, "keys", rows)
}

fn done(tx: &mut Tx<'_>, client: &Client, field: &'static str, ended: usize) -> ApiResult<Client> {
    if ended == 0 {
        return Err(ApiError::NotFound(NO_CREDENTIAL));
    }
    changes::touch(tx, client, field)?;
    tx.changes_standings();
    store::find(tx, client.id)
}

/// Remembers an assertion until it runs out; whether it is seen for the first time, by whichever process.
///
/// # Errors
/// The database refuses.
pub fn is_first(db: &mut impl Raw, client_id: Id, assertion: &Assertion) -> ApiResult<bool> {
    let expires_at = DateTime::from_timestamp(assertion.ends_at(), 0).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let statement = diesel::insert_into(client_assertions::table)
        .values((
            client_assertions::client_id.eq(client_id),
            client_assertions::jti_hash.eq(assertion.jti_hash()),
            client_assertions::expires_at.eq(expires_at.naive_utc()),
        ))
        .on_conflict_do_nothing();
    Ok(sql::run_unjournalled(db, statement)? == 1)
}

/// Removes assertions that have run out: they are refused for that.
///
/// # Errors
/// The database refuses.
pub fn purge(db: &mut impl Raw) -> ApiResult<usize> {
    let over = client_assertions::table.filter(client_assertions::expires_at.lt(clock::now().naive_utc()));
    sql::run_unjournalled(db, diesel::delete(over))
}
