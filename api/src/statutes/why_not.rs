//! Why a person is not on the list, why something is overdue, why they are not released: said from the same facts and duties.
use chrono::NaiveDate;

use super::dto::Reason;
use super::engine::facts::Episode;
use super::recompute::Known;
use crate::personnel::{TreatmentKind, TreatmentState};
use crate::platform::coded::Coded;
use crate::tasks::{Duty, TaskState};

/// Everything that stands in the way, measure by measure.
pub fn why_not(known: &Known, today: NaiveDate) -> Vec<Reason> {
    let (facts, duties) = (&known.facts, &known.duties);
    let mut reasons = Vec::new();
    if facts.episodes.is_empty() {
        reasons.push(Reason {
            code: "no_measure",
            episode_id: None,
            zh: "没有戒毒措施记录，不产生报到、检测等任务。".into(),
            en: "No measure is on record: no report-in and no test is owed.".into(),
        });
    }
    for episode in &facts.episodes {
        let mut say = |code, zh: String, en: String| {
            reasons.push(Reason { code, episode_id: Some(episode.id), zh, en });
        };
        of_episode(episode, today, &mut say);
        overdue(episode, duties, &mut say);
    }
    reasons.extend(undated(known));
    reasons.extend(under_control(known, today));
    reasons
}

/// Why no contact is owed with somebody who is away.
fn undated(known: &Known) -> Option<Reason> {
    known.facts.person.is_away_undated.then(|| Reason {
        code: "no_away_since",
        episode_id: None,
        zh: "登记了外出务工，但没有外出日期，联系的期限无从起算。".into(),
        en: "Away for work since a day that is not on file: no time for contact can be counted.".into(),
    })
}

/// Why control does not end yet (戒毒条例 §7). While a measure runs its own term is the answer.
fn under_control(known: &Known, today: NaiveDate) -> Option<Reason> {
    let (code, zh, en) = match known.clean_on.filter(|on| *on < NaiveDate::MAX) {
        None => (
            "clean_not_counted",
            "戒断三年还无从起算：没有起算日期，或者措施仍在执行（戒毒条例第七条）。".into(),
            "No clean years count yet: no day to count from, or a measure is under way (Regulation §7).".into(),
        ),
        Some(on) if on > today => (
            "clean_years_run",
            format!("{on}满三年未复吸，此前不能结束管控（戒毒条例第七条）。"),
            format!("Three clean years are full on {on}; control does not end before (Regulation §7)."),
        ),
        Some(on) => (
            "clean_unconfirmed",
            format!("{on}已满三年未复吸，等待公安机关核定（戒毒条例第七条）。"),
            format!("Three clean years were full on {on}; the police have not confirmed it (Regulation §7)."),
        ),
    };
    let runs = known.facts.episodes.iter().any(|episode| episode.ended_on.is_none());
    let is_asked =
        known.facts.person.is_in_community && (known.clean_on.is_some_and(|on| on < NaiveDate::MAX) || !runs);
    is_asked.then_some(Reason { code, episode_id: None, zh, en })
}

fn of_episode(episode: &Episode, today: NaiveDate, say: &mut impl FnMut(&'static str, String, String)) {
    use TreatmentKind::{CommunityRehabilitation, CommunityTreatment};
    let kind = episode.kind.label();
    if !matches!(episode.kind, CommunityTreatment | CommunityRehabilitation) {
        let zh = format!("{}不由本镇执行，不产生任务。", kind.zh);
        return say("elsewhere", zh, format!("{} is not carried out by the town.", kind.en));
    }
    if let Some(ended) = episode.ended_on {
        let state = episode.state.label();
        let zh = format!("{}已于{ended}结束（{}）。", kind.zh, state.zh);
        return say("ended", zh, format!("{} ended on {ended} ({}).", kind.en, state.en));
    }
    if episode.received_on.is_none() {
        let zh = "没有收到决定书的日期，报到期限无从起算（戒毒条例第十四条）。".into();
        say(
            "no_received_on",
            zh,
            "No day of receipt: the limit for reporting in cannot be counted (Regulation §14).".into(),
        );
    }
    if episode.reported_in_on.is_none() {
        let zh = "没有报到日期，协议、检测和期限都无从起算（戒毒条例第十四条）。".into();
        return say(
            "not_reported_in",
            zh,
            "Not reported in: neither tests nor the term have begun (Regulation §14).".into(),
        );
    }
    if episode.suspended.last().is_some_and(|(_, resumed)| resumed.is_none()) {
        let zh = "中止期间尚未结束，检测不计（戒毒条例第二十四条）。".into();
        say("suspended", zh, "The measure is suspended: no test is owed (Regulation §24).".into());
    }
    release(episode, today, say);
}

/// Why the person is not released.
fn release(episode: &Episode, today: NaiveDate, say: &mut impl FnMut(&'static str, String, String)) {
    match episode.term_ends_on {
        None => say(
            "no_term",
            "没有期满日期，不能判断是否期满（戒毒条例第二十三条）。".into(),
            "No last day of the term is on file (Regulation §23).".into(),
        ),
        Some(ends) if ends > today => say(
            "term_runs",
            format!("期限至{ends}，尚未期满，不能解除（戒毒条例第二十三条）。"),
            format!("The term runs until {ends}: no release yet (Regulation §23)."),
        ),
        Some(ends) if episode.state != TreatmentState::Released => say(
            "no_release_notice",
            format!("{ends}已期满，尚未登记解除通知书（戒毒条例第二十三条）。"),
            format!("The term ended on {ends}; no notice of release is on file (Regulation §23)."),
        ),
        Some(_) => {}
    }
}

fn overdue(episode: &Episode, duties: &[Duty], say: &mut impl FnMut(&'static str, String, String)) {
    let missed =
        duties.iter().filter(|duty| duty.which.episode_id == Some(episode.id) && duty.state == TaskState::Missed);
    let (mut count, mut last) = (0, None);
    for duty in missed {
        count += 1;
        last = last.max(Some((duty.due_on, duty.kind)));
    }
    if let Some((due, kind)) = last {
        let label = kind.label();
        say(
            "overdue",
            format!("逾期未办{count}项，最近一项是{due}届满的“{}”；期内没有相应的记录，以后的记录不能抵补。", label.zh),
            format!(
                "{count} duties were missed, the last one ({}) on {due}; nothing later makes up for them.",
                label.en
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::id::Id;
    use crate::statutes::book::Book;
    use crate::statutes::engine::duties;
    use crate::statutes::engine::facts::Facts;
    use crate::statutes::store::shipped;

    fn codes(episode: Option<Episode>, today: &str) -> Vec<&'static str> {
        let today = today.parse().expect("a day");
        let facts = Facts { episodes: episode.into_iter().collect(), ..Facts::default() };
        let duties = duties(&facts, &Book::new(shipped()), today);
        let known = Known { facts, duties, clean_on: None };
        why_not(&known, today).into_iter().map(|reason| reason.code).collect()
    }

    fn episode(reported_in_on: Option<&str>, term_ends_on: Option<&str>) -> Episode {
        let day = |text: Option<&str>| text.map(|text| text.parse().expect("a day"));
        Episode {
            id: Id::new(),
            kind: TreatmentKind::CommunityTreatment,
            state: TreatmentState::Executing,
            received_on: None,
            reported_in_on: day(reported_in_on),
            agreement_signed_on: day(reported_in_on),
            term_ends_on: day(term_ends_on),
            ended_on: None,
            suspended: Vec::new(),
        }
    }

    #[test]
    fn each_gap_is_named() {
        assert_eq!(codes(None, "2025-06-01"), ["no_measure"]);
        assert_eq!(codes(Some(episode(None, None)), "2025-06-01"), ["no_received_on", "not_reported_in"]);
        let running = episode(Some("2025-05-20"), Some("2028-05-20"));
        assert_eq!(codes(Some(running.clone()), "2025-06-01"), ["no_received_on", "term_runs"]);
        assert_eq!(codes(Some(running.clone()), "2025-06-20"), ["no_received_on", "term_runs", "overdue"]);
        assert_eq!(codes(Some(running), "2028-05-21"), ["no_received_on", "no_release_notice", "overdue"]);
        let ended = Episode { ended_on: "2025-06-01".parse().ok(), ..episode(Some("2025-05-20"), None) };
        assert_eq!(codes(Some(ended), "2025-06-02"), ["ended"]);
        let isolated = Episode { kind: TreatmentKind::CompulsoryIsolation, ..episode(None, None) };
        assert_eq!(codes(Some(isolated), "2025-06-02"), ["elsewhere"]);
    }
}
