//! Queries on `documents`. Rows never leave this file.
use chrono::{NaiveDate, NaiveDateTime};
use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use super::dto::{CreateDocument, DocumentFilter, DocumentKind, RegisteredDocument};
use super::rules;
use crate::divisions::{expect_in_force, within};
use crate::platform::access::{Reading, Tx};
use crate::platform::auth::Scope;
use crate::platform::coded::Coded;
use crate::platform::db::schema::documents;
use crate::platform::db::sql::{contains, lower};
use crate::platform::db::{Backend, codes};
use crate::platform::error::{ApiError, ApiResult, Rule};
use crate::platform::http::{MOST_COUNTED, Page, Paging, Patch, Withdraw, differing};
use crate::platform::id::Id;
use crate::platform::journal::Entry;
use crate::present;

const TABLE: &str = "documents";
const NO_DOCUMENT: Rule = Rule { code: "document.not_found", zh: "没有这份文件登记", en: "no such document" };

/// What is sealed of a document once it is withdrawn.
#[derive(Debug, Serialize, Deserialize)]
struct DocumentSecrets {
    withdrawn_because: String,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = documents, check_for_backend(Backend))]
struct DocumentRow {
    id: Id,
    #[diesel(embed)]
    facts: DocumentColumns,
    version: i64,
    created_at: NaiveDateTime,
    updated_at: NaiveDateTime,
}

/// The columns that hold facts; the same for reading, inserting and changing.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = documents, check_for_backend(Backend), treat_none_as_null = true)]
struct DocumentColumns {
    division_code: String,
    title: String,
    document_no: Option<String>,
    issued_on: NaiveDate,
    kind: String,
}

/// A page of the register, latest first.
///
/// # Errors
/// The database refuses.
pub fn list(reading: &mut Reading<'_>, filter: &DocumentFilter, paging: Paging) -> ApiResult<Page<RegisteredDocument>> {
    let scope = reading.scope;
    let counted = reading.counted(
        (TABLE, filter),
        |db| matching(scope, filter).select(documents::id).offset(MOST_COUNTED).first(db).optional(),
        |db| matching(scope, filter).count().get_result(db),
    )?;
    let query = matching(scope, filter).order((documents::issued_on.desc(), documents::id.desc()));
    let rows: Vec<DocumentRow> =
        query.select(DocumentRow::as_select()).limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
    Ok(Page::new(rows.into_iter().map(open).collect::<ApiResult<_>>()?, counted))
}

/// All that exactly this division issued, earliest first; for comparing a ledger with it, and for reports.
///
/// # Errors
/// The database refuses.
pub fn of_division(reading: &mut Reading<'_>, division_code: &str) -> ApiResult<Vec<RegisteredDocument>> {
    let query = visible(reading.scope).filter(documents::division_code.eq(division_code.to_owned()));
    let query = query.order((documents::issued_on.asc(), documents::id.asc()));
    let rows: Vec<DocumentRow> = query.select(DocumentRow::as_select()).load(reading.db)?;
    rows.into_iter().map(open).collect()
}

/// One document.
///
/// # Errors
/// 404 when there is none in scope.
pub fn find(reading: &mut Reading<'_>, id: Id) -> ApiResult<RegisteredDocument> {
    let query = visible(reading.scope).filter(documents::id.eq(id)).select(DocumentRow::as_select());
    query.first(reading.db).optional()?.map(open).ok_or(ApiError::NotFound(NO_DOCUMENT))?
}

/// Enters a document.
///
/// # Errors
/// 422 when its division is not there.
pub fn insert(tx: &mut Tx<'_>, new: CreateDocument) -> ApiResult<RegisteredDocument> {
    expect_in_force(tx, "/division_code", &new.division_code, new.issued_on)?;
    insert_as(tx, Id::new(), new)
}

/// Records it under an id that was given to it: a plan names its records before it is carried out.
///
/// # Errors
/// As [`insert`].
pub fn insert_as(tx: &mut Tx<'_>, id: Id, new: CreateDocument) -> ApiResult<RegisteredDocument> {
    within(tx.scope, "/division_code", &new.division_code)?;
    let at = tx.at().naive_utc();
    let entry = Entry::created(TABLE, id, &new.division_code);
    let stamps = (documents::version.eq(1), documents::created_at.eq(at), documents::updated_at.eq(at));
    tx.apply(diesel::insert_into(documents::table).values((documents::id.eq(id), split(new), stamps)), entry)?;
    find(tx, id)
}

/// Changes parts of a document's entry.
///
/// # Errors
/// 404, 412, 422.
pub fn update(tx: &mut Tx<'_>, id: Id, version: i64, patch: Patch<CreateDocument>) -> ApiResult<RegisteredDocument> {
    let current = find(tx, id)?;
    tx.expect_version(id, current.version, version)?;
    let (facts, changed) = patch.apply(&current.facts)?;
    if changed.iter().any(|field| field == "division_code") {
        expect_in_force(tx, "/division_code", &facts.division_code, facts.issued_on)?;
    }
    replace(tx, &current, facts)
}

/// Puts `facts` in the place of what is on record; nothing is written when nothing differs.
///
/// # Errors
/// 422 when the new division is out of scope.
pub fn replace(tx: &mut Tx<'_>, current: &RegisteredDocument, facts: CreateDocument) -> ApiResult<RegisteredDocument> {
    within(tx.scope, "/division_code", &facts.division_code)?;
    let (id, changed) = (current.id, differing(&current.facts, &facts)?);
    if !changed.is_empty() {
        let version = current.version + 1;
        let entry = Entry::updated(TABLE, id, &facts.division_code, version, changed);
        let stamp = (documents::version.eq(version), documents::updated_at.eq(tx.at().naive_utc()));
        tx.apply(diesel::update(documents::table.find(id)).set((split(facts), stamp)), entry)?;
    }
    find(tx, id)
}

/// Withdraws a document: out of lists, not out of the journal. Answers it as it was.
///
/// # Errors
/// 404, 412.
pub fn withdraw(tx: &mut Tx<'_>, id: Id, version: i64, why: Withdraw) -> ApiResult<RegisteredDocument> {
    let document = find(tx, id)?;
    tx.expect_version(id, document.version, version)?;
    let (key, data_key) = tx.vault().new_key()?;
    let sealed = key.seal(TABLE, id, &DocumentSecrets { withdrawn_because: why.reason })?;
    let (at, version) = (tx.at().naive_utc(), document.version + 1);
    let changes = (
        documents::withdrawn_at.eq(at),
        documents::data_key.eq(data_key),
        documents::sealed.eq(sealed),
        documents::version.eq(version),
        documents::updated_at.eq(at),
    );
    let entry = Entry::withdrawn(TABLE, id, &document.facts.division_code, version);
    tx.apply(diesel::update(documents::table.find(id)).set(changes), entry)?;
    Ok(RegisteredDocument { version, updated_at: tx.at(), ..document })
}

present!(visible, documents);

/// The rows this caller may see. Every query starts here.
fn visible(scope: &Scope) -> documents::BoxedQuery<'static, Backend> {
    documents::table
        .into_boxed()
        .filter(documents::withdrawn_at.is_null())
        .filter(documents::division_code.ge(scope.from.clone()))
        .filter(documents::division_code.lt(scope.to.clone()))
}

fn matching(scope: &Scope, filter: &DocumentFilter) -> documents::BoxedQuery<'static, Backend> {
    let mut query = match &filter.division {
        Some(division) => visible(&scope.narrowed(division)),
        None => visible(scope),
    };
    if let Some((first, last)) = filter.year.and_then(rules::days_of) {
        query = query.filter(documents::issued_on.between(first, last));
    }
    if !filter.kind.is_empty() {
        query = query.filter(documents::kind.eq_any(codes::of(&filter.kind)));
    }
    if let Some(q) = &filter.q {
        let title = lower(documents::title).like(contains(q)).escape('\\');
        let number = documents::document_no.is_not_null().and(documents::document_no.like(contains(q)).escape('\\'));
        query = query.filter(title.or(number));
    }
    query
}

fn open(row: DocumentRow) -> ApiResult<RegisteredDocument> {
    let DocumentRow { id, facts, version, created_at, updated_at } = row;
    let DocumentColumns { division_code, title, document_no, issued_on, kind } = facts;
    let facts = CreateDocument { division_code, title, document_no, issued_on, kind: DocumentKind::stored(&kind)? };
    Ok(RegisteredDocument { id, facts, version, created_at: created_at.and_utc(), updated_at: updated_at.and_utc() })
}

fn split(facts: CreateDocument) -> DocumentColumns {
    let CreateDocument { division_code, title, document_no, issued_on, kind } = facts;
    DocumentColumns { division_code, title, document_no, issued_on, kind: kind.code().to_owned() }
}
