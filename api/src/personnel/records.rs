//! Records under a person (treatments, tests, visits): one way to list, find, insert, replace and withdraw them.
//!
//! Each is sealed under its person's key. A function takes an [`Owner`](super::persons::Owner), which only a scope check
//! gives out, so that no record of a person elsewhere can be reached.
use serde::{Deserialize, Serialize};

/// The sealed part of a record, and why it was withdrawn if it was.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Sealed<S> {
    #[serde(flatten)]
    pub secrets: S,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_because: Option<String>,
}

/// Defines the store of one kind of record. The caller has `join` (columns, secrets → facts) and `split` (facts →
/// columns, secrets) and the columns that hold facts; and where there is more to a new or changed record than its facts
/// say, a check of the owner and of facts before (none for a new record) and after.
macro_rules! person_records {
    ($table:ident, $on:ident, $missing:ident, $Facts:ident, $Record:ident, $Columns:ident, $Secrets:ident
     $(, $check:ident)?) => {
        const TABLE: &str = stringify!($table);
        /// Persons whose records are read in one statement.
        const OWNERS_AT_ONCE: usize = 500;

        #[derive(Queryable, Selectable)]
        #[diesel(table_name = $table, check_for_backend(Backend))]
        struct Row {
            id: Id,
            person_id: Id,
            #[diesel(embed)]
            columns: $Columns,
            sealed: Vec<u8>,
            version: i64,
            created_at: NaiveDateTime,
            updated_at: NaiveDateTime,
        }

        /// A row to be inserted; every column is named, so that many rows fit one statement.
        #[derive(Insertable)]
        #[diesel(table_name = $table, treat_none_as_default_value = false)]
        struct NewRow {
            id: Id,
            person_id: Id,
            #[diesel(embed)]
            columns: $Columns,
            sealed: Vec<u8>,
            version: i64,
            created_at: NaiveDateTime,
            updated_at: NaiveDateTime,
        }

        /// The person's records, newest first, those without a day last: the databases sort NULL to different ends, hence
        /// `is_null` in front.
        ///
        /// # Errors
        /// 404 when the person is not in scope.
        pub fn list(reading: &mut Reading<'_>, person_id: Id, paging: Paging) -> ApiResult<Page<$Record>> {
            let owner = owner(reading, person_id)?;
            let counted: i64 = visible(&owner).count().get_result(reading.db)?;
            let order = ($table::$on.is_null().asc(), $table::$on.desc(), $table::id.desc());
            let query = visible(&owner).order(order).select(Row::as_select());
            let rows: Vec<Row> = query.limit(paging.per_page).offset(paging.offset()).load(reading.db)?;
            let items = rows.into_iter().map(|row| open(&owner, row)).collect::<ApiResult<_>>()?;
            Ok(Page::new(items, counted))
        }

        /// All records of these persons, in no order: for figures and imports.
        ///
        /// # Errors
        /// The database refuses.
        pub fn of_owners<'o>(
            reading: &mut Reading<'_>,
            owners: impl IntoIterator<Item = &'o Owner>,
        ) -> ApiResult<Vec<$Record>> {
            let mut records = Vec::new();
            let owners: Vec<&Owner> = owners.into_iter().collect();
            for chunk in owners.chunks(OWNERS_AT_ONCE) {
                let by_id: HashMap<Id, &Owner> = chunk.iter().map(|owner| (owner.person_id, *owner)).collect();
                let ids: Vec<Id> = by_id.keys().copied().collect();
                let query = $table::table.filter($table::withdrawn_at.is_null()).filter($table::person_id.eq_any(ids));
                for row in query.select(Row::as_select()).load::<Row>(reading.db)? {
                    if let Some(owner) = by_id.get(&row.person_id) {
                        records.push(open(owner, row)?);
                    }
                }
            }
            Ok(records)
        }

        /// The ids of all records of a person, those withdrawn too: for the history of the file.
        ///
        /// # Errors
        /// The database refuses.
        pub fn ids_of(reading: &mut Reading<'_>, owner: &Owner) -> ApiResult<Vec<Id>> {
            let theirs = $table::table.filter($table::person_id.eq(owner.person_id));
            Ok(theirs.select($table::id).load(reading.db)?)
        }

        /// One record.
        ///
        /// # Errors
        /// 404 when the person is not in scope or has no such record.
        pub fn find(reading: &mut Reading<'_>, person_id: Id, id: Id) -> ApiResult<$Record> {
            let owner = owner(reading, person_id)?;
            find_of(reading, &owner, id)
        }

        fn find_of(reading: &mut Reading<'_>, owner: &Owner, id: Id) -> ApiResult<$Record> {
            let row: Option<Row> =
                visible(owner).filter($table::id.eq(id)).select(Row::as_select()).first(reading.db).optional()?;
            open(owner, row.ok_or(ApiError::NotFound($missing))?)
        }

        /// Adds a record.
        ///
        /// # Errors
        /// 404 when the person is not in scope, 422.
        pub fn insert(tx: &mut Tx<'_>, person_id: Id, new: $Facts) -> ApiResult<$Record> {
            let (owner, id) = (owner(tx, person_id)?, Id::new());
            $($check(tx, &owner, None, &new)?;)?
            insert_as(tx, &owner, id, new)?;
            find_of(tx, &owner, id)
        }

        /// Adds a record under an id made before, without reading it back: for imports.
        ///
        /// # Errors
        /// The database refuses.
        pub fn insert_as(tx: &mut Tx<'_>, owner: &Owner, id: Id, new: $Facts) -> ApiResult<()> {
            insert_all(tx, &[(owner, id, &new)])
        }

        /// Adds many records under ids made before: for imports.
        ///
        /// # Errors
        /// The database refuses.
        pub fn insert_all(tx: &mut Tx<'_>, new: &[(&Owner, Id, &$Facts)]) -> ApiResult<()> {
            for chunk in new.chunks(OWNERS_AT_ONCE) {
                let entries = chunk.iter().map(|(owner, id, _)| {
                    Entry::created(TABLE, *id, &owner.division_code).about(owner.person_id)
                });
                let entries: Vec<Entry> = entries.collect();
                let at = tx.at().naive_utc();
                let rows = chunk.iter().map(|(owner, id, facts)| new_row(owner, *id, (*facts).clone(), at));
                let rows = rows.collect::<ApiResult<Vec<_>>>()?;
                tx.apply_all($table::table, rows, &entries)?;
            }
            Ok(())
        }

        fn new_row(owner: &Owner, id: Id, facts: $Facts, at: NaiveDateTime) -> ApiResult<NewRow> {
            let (columns, secrets) = split(facts);
            let sealed = owner.key.seal(TABLE, id, &Sealed { secrets, withdrawn_because: None })?;
            Ok(NewRow { id, person_id: owner.person_id, columns, sealed, version: 1, created_at: at, updated_at: at })
        }

        /// Changes parts of a record.
        ///
        /// # Errors
        /// 404, 412, 422.
        pub fn update(
            tx: &mut Tx<'_>,
            person_id: Id,
            id: Id,
            version: i64,
            patch: Patch<$Facts>,
        ) -> ApiResult<$Record> {
            let owner = owner(tx, person_id)?;
            let current = find_of(tx, &owner, id)?;
            tx.expect_version(id, current.version, version)?;
            let (facts, _) = patch.apply(&current.facts)?;
            $($check(tx, &owner, Some(&current.facts), &facts)?;)?
            replace(tx, &owner, &current, facts)
        }

        /// Puts `facts` in the place of what is on file; nothing is written when nothing differs.
        ///
        /// # Errors
        /// The database refuses.
        pub fn replace(tx: &mut Tx<'_>, owner: &Owner, current: &$Record, facts: $Facts) -> ApiResult<$Record> {
            let (id, changed) = (current.id, differing(&current.facts, &facts)?);
            if !changed.is_empty() {
                let version = current.version + 1;
                let (columns, secrets) = split(facts);
                let sealed = owner.key.seal(TABLE, id, &Sealed { secrets, withdrawn_because: None })?;
                let stamp = ($table::version.eq(version), $table::updated_at.eq(tx.at().naive_utc()));
                let statement = diesel::update($table::table.find(id)).set((columns, $table::sealed.eq(sealed), stamp));
                let entry = Entry::updated(TABLE, id, &owner.division_code, version, changed);
                tx.apply(statement, entry.about(owner.person_id))?;
            }
            find_of(tx, owner, id)
        }

        /// Withdraws a record: out of lists and figures, not out of the journal. Answers it as it was.
        ///
        /// # Errors
        /// 404, 412.
        pub fn withdraw(tx: &mut Tx<'_>, person_id: Id, id: Id, version: i64, why: Withdraw) -> ApiResult<$Record> {
            let owner = owner(tx, person_id)?;
            let current = find_of(tx, &owner, id)?;
            tx.expect_version(id, current.version, version)?;
            let (_, secrets) = split(current.facts.clone());
            let sealed = owner.key.seal(TABLE, id, &Sealed { secrets, withdrawn_because: Some(why.reason) })?;
            let (at, version) = (tx.at().naive_utc(), current.version + 1);
            let changes = (
                $table::withdrawn_at.eq(at),
                $table::sealed.eq(sealed),
                $table::version.eq(version),
                $table::updated_at.eq(at),
            );
            let statement = diesel::update($table::table.find(id)).set(changes);
            let entry = Entry::withdrawn(TABLE, id, &owner.division_code, version);
            tx.apply(statement, entry.about(owner.person_id))?;
            Ok($Record { version, updated_at: tx.at(), ..current })
        }

        $crate::present!(of_visible_files, $table);

        /// The records of all persons the caller may see.
        fn of_visible_files(scope: &$crate::platform::auth::Scope) -> $table::BoxedQuery<'static, Backend> {
            let files = $crate::personnel::persons::visible_ids(scope.from.clone(), scope.to.clone());
            $table::table
                .into_boxed()
                .filter($table::withdrawn_at.is_null())
                .filter($table::person_id.eq_any(files))
        }

        /// The records of a person the caller may see. Every query for one person starts here.
        fn visible(owner: &Owner) -> $table::BoxedQuery<'static, Backend> {
            $table::table
                .into_boxed()
                .filter($table::person_id.eq(owner.person_id))
                .filter($table::withdrawn_at.is_null())
        }

        fn open(owner: &Owner, row: Row) -> ApiResult<$Record> {
            let Sealed { secrets, .. }: Sealed<$Secrets> = owner.key.open(TABLE, row.id, &row.sealed)?;
            let Row { id, person_id, columns, version, created_at, updated_at, .. } = row;
            let facts = join(columns, secrets)?;
            Ok($Record {
                id,
                person_id,
                facts,
                version,
                created_at: created_at.and_utc(),
                updated_at: updated_at.and_utc(),
            })
        }
    };
}
pub(super) use person_records;
