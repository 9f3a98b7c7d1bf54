//! What the ledger of duties adds up to: windows for tests that have closed, and how they and other duties were kept.
use std::collections::BTreeSet;

use chrono::NaiveDate;
use diesel::prelude::*;

use super::dto::{SubjectType, TaskKind, TaskState};
use super::store::{TABLE, TaskRow, in_area};
use crate::indicators::{Clock, Definition, Evidence, FigureSource, Gap, Measured, Question};
use crate::personnel;
use crate::platform::access::Reading;
use crate::platform::clock;
use crate::platform::coded::Coded;
use crate::platform::db::schema::tasks;
use crate::platform::error::ApiResult;
use crate::platform::id::Id;

/// Figures of the ledger of duties.
pub struct TaskFigures;

crate::indicators::definitions! {
    OWED = "test_windows_owed", "应检测期数", "Test windows owed", "期", Total, "截止日之前已经届满的检测期（中止、结束、改版而不再要求的除外）", "windows for tests that closed before the as-of day, those no longer owed aside";
    DONE = "test_windows_done", "已检测期数", "Test windows kept", "期", Total, "应检测期中期内有阴性或阳性检测结果的；一期内多次检测只计一期", "of those owed, with a negative or positive test inside; several count once";
    MISSED = "test_windows_missed", "缺检期数", "Test windows missed", "期", Total, "应检测期中既没有检测也没有免检证明的，含拒检、逃避的；以后补检不抵以前", "of those owed, with neither a test nor an excuse; a later test does not make up for them";
    EXCUSED = "test_windows_excused", "有证明免检期数", "Test windows excused", "期", Total, "应检测期中有请假、住院等证明的", "of those owed, with a documented excuse";
    REFUSED = "test_windows_refused", "有拒检、逃避的期数", "Test windows with a refusal", "期", Total, "应检测期中期内有拒绝或逃避检测的（戒毒条例第20条）", "of those owed, with a test refused or evaded inside";
    TEST_RATE = "test_rate", "期内检测情况", "Tests of the period kept", "期", Flow, "期内届满的检测期中，期内有检测结果的与应检测期数之比，有证明免检的不计入应检测", "of the windows for tests that closed in the period, with a test inside; those excused by a document are not counted as owed";
    DUTY_RATE = "duty_rate", "任务按时办结情况", "Duties done on time", "项", Flow, "期限在期内并已满的法定和交办任务中，按时办结的与其总数之比，不再要求的和有证明免办的不计", "of the duties whose last day lies in the period and is over, done on time; those no longer owed or excused are not counted";
}

impl FigureSource for TaskFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let windows = closed_windows(reading, &question.division, question.as_of)?;
        let duties = due_in(reading, question)?;
        let persons: BTreeSet<Id> = windows.iter().chain(&duties).map(|window| window.row.subject_id).collect();
        let names = personnel::named(reading, &persons.into_iter().collect::<Vec<_>>())?;
        let of = |rows: &[ClosedWindow], wanted: &dyn Fn(&ClosedWindow) -> bool| -> Vec<Evidence> {
            let name = |row: &TaskRow| names.get(&row.subject_id).map_or("", |(_, name)| name.as_str());
            rows.iter().filter(|row| wanted(row)).map(|window| evidence(window, name(&window.row))).collect()
        };
        let count = |definition, wanted: fn(&ClosedWindow) -> bool| {
            let counted = Measured::count(definition, of(&windows, &wanted));
            counted.unknown_if(windows.is_empty(), "没有已经届满的检测期", "no window for a test has closed")
        };
        let rate = |definition, holds: fn(&ClosedWindow) -> bool, title: (&str, &str), reason: (&str, &str)| {
            let kept = of(&duties, &|row| holds(row) && row.state == TaskState::Done);
            let lacking = of(&duties, &|row| holds(row) && matches!(row.state, TaskState::Late | TaskState::Missed));
            let nothing = kept.is_empty() && lacking.is_empty();
            Measured::rate(definition, kept, Gap::new(title.0, title.1, lacking))
                .unknown_if(nothing, reason.0, reason.1)
        };
        Ok(vec![
            count(OWED, |_| true),
            count(DONE, |window| window.state == TaskState::Done),
            count(MISSED, |window| window.state == TaskState::Missed),
            count(EXCUSED, |window| window.state == TaskState::Excused),
            count(REFUSED, |window| window.row.columns.has_violation),
            rate(
                TEST_RATE,
                ClosedWindow::is_test,
                ("缺检", "Missed"),
                ("期内没有届满的检测期", "no window for a test closed in the period"),
            ),
            rate(
                DUTY_RATE,
                |_| true,
                ("逾期", "Late or missed"),
                ("期内没有到期的任务", "no duty fell due in the period"),
            ),
        ])
    }

    fn is_personal(&self) -> bool {
        true
    }
}

/// A window for a test that closed before a day, or any duty whose last day is over.
struct ClosedWindow {
    row: TaskRow,
    state: TaskState,
}

impl ClosedWindow {
    fn is_test(&self) -> bool {
        self.row.columns.kind == TaskKind::Test.code()
    }
}

fn closed_windows(reading: &mut Reading<'_>, division: &str, as_of: NaiveDate) -> ApiResult<Vec<ClosedWindow>> {
    let query = in_area(&reading.scope.narrowed(division))
        .filter(tasks::kind.eq(TaskKind::Test.code()))
        .filter(tasks::due_on.lt(as_of))
        .filter(tasks::state.ne(TaskState::Void.code()))
        .order((tasks::division_code.asc(), tasks::subject_id.asc(), tasks::due_on.asc()));
    closed(query.select(TaskRow::as_select()).load(reading.db)?)
}

/// Duties about persons whose last day lies in the period and is over. The as-of day counts whole: what was due on the last day
/// of a quarter belongs to that quarter, and what is due today is not over yet.
fn due_in(reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<ClosedWindow>> {
    let query = in_area(&reading.scope.narrowed(&question.division))
        .filter(tasks::subject_type.eq(SubjectType::Person.code()))
        .filter(tasks::due_on.ge(question.from()))
        .filter(tasks::due_on.le(question.to()))
        .filter(tasks::due_on.lt(clock::today()))
        .filter(tasks::state.ne(TaskState::Void.code()))
        .order((tasks::division_code.asc(), tasks::subject_id.asc(), tasks::due_on.asc()));
    closed(query.select(TaskRow::as_select()).load(reading.db)?)
}

fn closed(rows: Vec<TaskRow>) -> ApiResult<Vec<ClosedWindow>> {
    rows.into_iter()
        .map(|row| {
            // What closed since the last sweep is open still.
            let state = match TaskState::stored(&row.columns.state)? {
                TaskState::Open => TaskState::Missed,
                state => state,
            };
            Ok(ClosedWindow { row, state })
        })
        .collect()
}

fn evidence(window: &ClosedWindow, name: &str) -> Evidence {
    let columns = &window.row.columns;
    let (from, to, ordinal) = (columns.starts_on, columns.due_on, columns.ordinal);
    let what = if window.is_test() { format!("第{ordinal}期") } else { kind(&columns.kind) };
    Evidence {
        subject_type: TABLE.to_owned(),
        subject_id: window.row.id,
        owner_id: Some(window.row.subject_id),
        version: window.row.version,
        label: format!("{name} {what} {from}至{to} {}", window.state.label().zh),
        on: Some(columns.due_on),
        division_code: columns.division_code.clone(),
        amount: None,
    }
}

fn kind(code: &str) -> String {
    TaskKind::stored(code).map_or_else(|_| code.to_owned(), |kind| kind.label().zh.to_owned())
}

/// How the windows of an area were kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct TestTally {
    /// Closed before the day.
    pub owed: i64,
    /// With a test inside.
    pub done: i64,
    /// With neither a test nor an excuse.
    pub missed: i64,
    /// With a documented excuse.
    pub excused: i64,
    /// With a test refused or evaded inside.
    pub refused: i64,
}

impl TestTally {
    fn add(&mut self, window: &ClosedWindow) {
        self.owed += 1;
        self.refused += i64::from(window.row.columns.has_violation);
        match window.state {
            TaskState::Done => self.done += 1,
            TaskState::Excused => self.excused += 1,
            _ => self.missed += 1,
        }
    }
}

/// The same by managing division, in the order of their codes, and in all.
///
/// # Errors
/// The database refuses.
pub fn tests_by_division(
    reading: &mut Reading<'_>,
    division: &str,
    as_of: NaiveDate,
) -> ApiResult<(TestTally, std::collections::BTreeMap<String, TestTally>)> {
    let (mut all, mut by_division) = (TestTally::default(), std::collections::BTreeMap::<String, TestTally>::new());
    for window in closed_windows(reading, division, as_of)? {
        all.add(&window);
        by_division.entry(window.row.columns.division_code.clone()).or_default().add(&window);
    }
    Ok((all, by_division))
}
