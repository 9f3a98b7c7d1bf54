//! Ledgers through plan and commit, on a database of their own.
use diesel::prelude::*;
use serde_json::{Value, json};

use super::change::Change;
use super::commit::{self, Job};
use super::dto::{Import, ImportState, OnError, Outcome, Strategy};
use super::plan::{Neighbours, Order};
use super::reader::{self, Limits};
use super::{store, table, workbooks};
use crate::app;
use crate::platform::access::Access;
use crate::platform::auth::{FieldClasses, Sessions};
use crate::platform::db::{Address, Db, DbOptions, migrations, schema};
use crate::platform::error::{ApiError, ApiResult};
use crate::platform::journal::JournalKey;
use crate::platform::vault::Vault;
use crate::platform::{Keys, Platform};

const VILLAGES: &str =
    "秀河镇村（居）基本情况,,\n村居代码,村（居）名称,类别\n990981107201,新塘村,村委会\n990981107202,东垄村,村委会\n";
const EVENTS: &str = "活动日期,活动名称,活动形式,所在村（居）,宣传单（份）\n2025-01-14,进村宣传,宣传活动,新塘村,300\n2025.2.3,专题讲座,讲座,东垄村,\n";

struct Town {
    access: Access,
    _folder: tempfile::TempDir,
}

impl Town {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = Address::parse(&format!("sqlite://{}", folder.path().join("town.db").display())).unwrap();
        migrations::run(&address).unwrap();
        let db = Db::open(&DbOptions::new(address)).unwrap();
        let platform = Platform::new(
            db,
            Keys { vault: Vault::from_key(&[1; 32]), journal: JournalKey::from_seed(&[2; 32]) },
            Sessions::new(&[2; 32]).unwrap(),
            "/nonexistent".into(),
            Vec::new(),
        );
        let town = Self { access: platform.command_line(), _folder: folder };
        assert_eq!(town.commit(VILLAGES, OnError::Abort).records["divisions"].create, 3);
        town
    }

    fn commit(&self, text: &str, on_error: OnError) -> Import {
        let job = job(text, on_error).unwrap();
        self.access.write_blocking(move |tx| commit::receive(tx, job)).unwrap()
    }

    fn plan(&self, text: &str) -> Import {
        let job = job(text, OnError::Abort).unwrap();
        let planned = self.access.read_blocking(move |reading| commit::plan(reading, job)).unwrap();
        self.access.write_blocking(move |tx| commit::keep(tx, planned.0, planned.1)).unwrap()
    }

    fn commit_planned(&self, import: &Import, text: &str) -> ApiResult<Import> {
        let rows = reader::read(text.as_bytes(), "a.csv", &Limits::default()).unwrap().into();
        let job = Job::of(&app::ledgers(), (text.as_bytes().to_vec(), rows, "a.csv".to_owned()), import).unwrap();
        self.access.write_blocking(move |tx| commit::commit(tx, &job))
    }

    fn entries(&self) -> i64 {
        self.access.read_blocking(|reading| Ok(schema::journal::table.count().get_result(reading.db)?)).unwrap()
    }

    fn codes(&self, import: &Import) -> Vec<(u32, String, String)> {
        let id = import.id;
        let reports = self.access.read_blocking(move |reading| store::reports(reading, id)).unwrap();
        let errors =
            reports.into_iter().flat_map(|report| report.errors.into_iter().map(move |error| (report.row, error)));
        errors.map(|(row, error)| (row, error.column, error.code)).collect()
    }
}

fn job(text: &str, on_error: OnError) -> ApiResult<Job> {
    let rows = reader::read(text.as_bytes(), "a.csv", &Limits::default()).unwrap().into();
    let order = Order {
        strategy: Strategy::Upsert,
        on_error,
        division: None,
        mapped: Vec::new(),
        neighbours: Neighbours::default(),
        is_at_once: false,
    };
    Job::new(&app::ledgers(), (text.as_bytes().to_vec(), rows, "a.csv".to_owned()), None, order)
}

#[test]
fn the_second_time_nothing_changes_and_nothing_is_noted() {
    let town = Town::new();
    let first = town.commit(EVENTS, OnError::Abort);
    assert_eq!((first.state, first.counts.create), (ImportState::Committed, 2));
    let before = town.entries();
    let second = town.commit(EVENTS, OnError::Abort);
    assert_eq!((second.counts.unchanged, second.counts.total), (2, 2));
    assert_eq!(town.entries(), before);
    let changed = town.commit(&EVENTS.replace("300", "301"), OnError::Abort);
    assert_eq!((changed.counts.update, changed.counts.unchanged), (1, 1));
    assert_eq!(town.entries(), before + 2);
}

#[test]
fn one_bad_row_stops_all_or_is_left_out_as_agreed() {
    let town = Town::new();
    let text = format!("{EVENTS}2025-02-30,x,讲座,没有村,多\n2025-01-14,进村宣传,宣传活动,新塘村,7\n");
    let before = town.entries();
    let stopped = town.commit(&text, OnError::Abort);
    assert_eq!((stopped.state, stopped.counts.invalid, stopped.counts.conflict), (ImportState::Refused, 1, 1));
    assert_eq!(town.entries(), before);
    let found = town.codes(&stopped);
    let expected = [
        (4, "活动日期", "date.impossible"),
        (4, "所在村（居）", "import.cell.unknown_village"),
        (4, "宣传单（份）", "import.cell.integer"),
        (5, "活动名称", "import.row.duplicate"),
    ];
    assert_eq!(found, expected.map(|(row, column, code)| (row, column.to_owned(), code.to_owned())));
    let skipped = town.commit(&text, OnError::Skip);
    assert_eq!((skipped.state, skipped.counts.create), (ImportState::Committed, 2));
    assert_eq!(town.entries(), before + 3);
}

#[test]
fn a_plan_is_written_as_it_was_or_not_at_all() {
    let town = Town::new();
    let (plan, stale) = (town.plan(EVENTS), town.plan(EVENTS));
    let committed = town.commit_planned(&plan, EVENTS).unwrap();
    assert_eq!((committed.state, committed.id), (ImportState::Committed, plan.id));
    let again = town.commit_planned(&plan, EVENTS).unwrap_err();
    assert!(matches!(again, ApiError::Conflict(rule) if rule.code == "import.not_planned"));
    let late = town.commit_planned(&stale, EVENTS).unwrap_err();
    assert!(
        matches!(late, ApiError::Conflicts(rule, rows) if rule.code == "import.stale" && rows[0].pointer == "/rows/2")
    );
}

#[test]
fn records_get_the_ids_that_their_plan_named() {
    let town = Town::new();
    let plan = town.plan(EVENTS);
    let id = plan.id;
    town.commit_planned(&plan, EVENTS).unwrap();
    let reports = town.access.read_blocking(move |reading| store::reports(reading, id)).unwrap();
    assert!(reports.iter().all(|report| report.outcome == Outcome::Create));
    let target = reports[0].target_id.unwrap();
    let event = town.access.read_blocking(move |reading| crate::events::store::find(reading, target)).unwrap();
    assert_eq!(event.facts.title, "进村宣传");
}

#[test]
fn a_sheet_without_a_needed_column_is_told_which() {
    let refused = job("活动日期,活动名称,活动形式\n2025-01-14,x,讲座\n", OnError::Abort).err();
    let Some(ApiError::Invalid(errors)) = refused else { panic!("not refused") };
    assert_eq!(errors[0].code, "import.file.missing_columns");
    assert!(errors[0].detail.zh.contains("所在村"));
}

#[test]
fn who_may_not_see_a_value_gets_its_mask() {
    let registry = app::ledgers();
    let shown = |field: &str, sees: &[&str]| {
        let change = Change { field: field.to_owned(), from: json!("13800000072"), to: Value::Null };
        change.shown("personnel", &registry, FieldClasses::of(sees.iter().copied()))
    };
    assert_eq!((shown("phone", &[]).from, shown("phone", &[]).masked), (json!("*********72"), true));
    assert_eq!(shown("phone", &["contact"]).from, json!("13800000072"));
    assert_eq!(shown("notes", &["contact"]).from, Value::Null);
    assert!(!shown("status", &[]).masked);
    let unknown = Change { field: "x".into(), from: json!("y"), to: Value::Null };
    assert_eq!(unknown.shown("nothing", &registry, FieldClasses::default()).from, Value::Null);
}

#[test]
fn every_template_is_recognised_once_it_is_filled() {
    let registry = app::ledgers();
    for ledger in registry.iter() {
        let bytes = workbooks::template(ledger).unwrap();
        // The notes are another sheet; the first has no row below its heading yet.
        let refusal = reader::read(&bytes, "a.xlsx", &Limits::default()).unwrap_err();
        assert_eq!(refusal.rule, reader::rules::HEADER_ONLY, "{}", ledger.resource());
        let cells = ledger.columns().iter().map(|column| reader::Cell::Text(workbooks::marked(column))).collect();
        let rows = vec![reader::Row { number: 1, cells }, reader::Row { number: 2, cells: Vec::new() }];
        let rows = table::Rows { encoding: "xlsx".into(), rows, notes: Vec::new() };
        let (found, table) = table::recognise(rows, None, &[], &registry).unwrap();
        assert_eq!((found.resource(), table.layout.row), (ledger.resource(), 0));
        assert!(table.layout.places.iter().all(Option::is_some), "{}", ledger.resource());
    }
}

#[test]
fn what_is_kept_long_enough_is_erased() {
    let town = Town::new();
    let (old, young) = (town.plan(EVENTS), town.plan(EVENTS));
    let refused = town.commit(&format!("{EVENTS}2025-02-30,x,讲座,新塘村,1\n"), OnError::Abort);
    let ids = [old.id, refused.id];
    town.access
        .write_blocking(move |tx| {
            let long_ago = (tx.at() - chrono::Duration::days(store::PLAN_DAYS + 1)).naive_utc();
            let these = schema::imports::table.filter(schema::imports::id.eq_any(ids));
            tx.file(diesel::update(these).set(schema::imports::created_at.eq(long_ago)))
        })
        .unwrap();
    let erased: Vec<usize> = (0..2).map(|_| town.access.write_blocking(store::tidy).unwrap()).collect();
    assert_eq!(erased, [2, 0]);
    let state = |id| town.access.read_blocking(move |reading| store::find(reading, id)).unwrap().state;
    assert_eq!(
        [old.id, refused.id, young.id].map(state),
        [ImportState::Discarded, ImportState::Refused, ImportState::Planned]
    );
    let file = |id| town.access.read_blocking(move |reading| store::file(reading, id));
    assert!(file(old.id).is_err() && file(refused.id).is_err() && file(young.id).is_ok());
    assert!(town.commit_planned(&old, EVENTS).is_err());
}

#[test]
fn values_of_rows_long_written_are_erased_once() {
    let town = Town::new();
    let id = town.commit(EVENTS, OnError::Abort).id;
    let tidied = |written: i64, touched: i64| {
        town.access
            .write_blocking(move |tx| {
                let ago = |days| (tx.at() - chrono::Duration::days(days)).naive_utc();
                let ages = (
                    schema::imports::created_at.eq(ago(written)),
                    schema::imports::committed_at.eq(ago(written)),
                    schema::imports::updated_at.eq(ago(touched)),
                );
                tx.file(diesel::update(schema::imports::table.find(id)).set(ages))?;
                store::tidy(tx)
            })
            .unwrap()
    };
    let long = store::VALUE_DAYS + 1;
    assert_eq!(tidied(store::VALUE_DAYS - 1, store::VALUE_DAYS - 1), 0);
    assert_eq!(tidied(long, long), 1);
    assert_eq!(tidied(2 * long, long), 0);
    let import = town.access.read_blocking(move |reading| store::find(reading, id)).unwrap();
    assert_eq!((import.state, import.version), (ImportState::Committed, 2));
}
