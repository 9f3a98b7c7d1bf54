//! What the files add up to: the register, the orders and report-ins, the tests, the visits.
mod facts;
mod measures;
mod register;

use chrono::NaiveDate;

use self::facts::Facts;
use super::persons;
use crate::indicators::{Clock, Definition, FigureSource, Measured, Question, Tally, TallySource};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;

/// Figures of the files.
pub struct PersonnelFigures;

crate::indicators::definitions! {
    REGISTERED_TOTAL = "registered_total", "在册登记总人数", "Registered in all", "人", Stock, "截止日已发现、按当前登记在册的全部人员，含戒断三年未复吸人员", "everyone on the register now who had been found by the as-of day, those three years without relapse included";
    REGISTERED_CURRENT = "registered_current", "现有在册吸毒人员", "Registered now", "人", Stock, "截止日已发现、按当前登记在册的人员，不含戒断三年未复吸、死亡、出国（境）", "on the register now and found by the as-of day, without those three years without relapse, deceased or abroad";
    COMMUNITY_TREATMENT = "community_treatment", "社区戒毒人员", "In community treatment", "人", Stock, "按当前登记管控现状为社区戒毒的人员，含中止", "in community treatment as registered now, suspended ones included";
    COMMUNITY_REHABILITATION = "community_rehabilitation", "社区康复人员", "In community rehabilitation", "人", Stock, "按当前登记管控现状为社区康复的人员，含中止", "in community rehabilitation as registered now, suspended ones included";
    COMMUNITY_MEASURES = "community_measures", "社区戒毒、社区康复人员", "In community treatment or rehabilitation", "人", Stock, "社区戒毒与社区康复人员之和，按当前登记", "in community treatment or rehabilitation as registered now";
    ISOLATION_DECIDED = "compulsory_isolation_decided_in_year", "当年送强制隔离戒毒", "Ordered into compulsory isolation in the year", "人", Flow, "强制隔离戒毒决定日期在当年的人员，按人计", "persons whose compulsory isolation was decided in the year";
    ISOLATION_NOW = "compulsory_isolation_now", "强制隔离戒毒人员", "In compulsory isolation", "人", Stock, "按当前登记管控现状为强制隔离戒毒的人员", "in compulsory isolation as registered now";
    CLEAN_THREE_YEARS = "clean_three_years", "戒断三年未复吸人员", "Three years without relapse", "人", Stock, "按当前登记管控现状为戒断三年未复吸的人员", "three years without relapse as registered now";
    REPORTED_IN = "reported_in", "已报到", "Reported in", "人", Stock, "按当前登记的社区戒毒、社区康复人员中截止日前已报到的", "of those in the community as registered now, reported in by the as-of day";
    NOT_REPORTED_IN = "not_reported_in", "未报到", "Not reported in", "人", Stock, "按当前登记的社区戒毒、社区康复人员中截止日未报到的", "of those in the community as registered now, not reported in by the as-of day";
    REPORTED_IN_LATE = "reported_in_late", "逾期报到", "Reported in late", "人", Stock, "收到决定书15日后才报到的（戒毒条例第14条；最后一日为休息日的顺延，民法典第203条），按当前登记", "reported in more than fifteen days after receiving the decision, a last day off moving to the next working day, as registered now";
    TESTS = "tests", "检测总次数", "Tests in all", "次", Total, "截止日前全部检测记录，含拒检", "all tests up to the as-of day, refused ones included";
    TESTS_IN_YEAR = "tests_in_year", "当年检测次数", "Tests in the year", "次", Flow, "检测日期在当年的记录，含拒检", "tests of the year, refused ones included";
    TESTS_POSITIVE = "tests_positive_in_year", "当年检测阳性", "Positive tests in the year", "次", Flow, "当年结果为阳性的检测", "tests of the year with a positive result";
    TESTS_REFUSED = "tests_refused_in_year", "当年拒检", "Refused tests in the year", "次", Flow, "当年结果为拒检的检测", "tests of the year that were refused";
    VISITS = "visits", "走访谈话", "Visits", "次", Flow, "走访日期在当年的记录", "visits of the year";
    MIGRANTS = "migrants", "外出务工人员", "Away for work", "人", Stock, "按当前登记外出务工的在册人员，含戒断三年未复吸", "on the register and away for work as registered now, those three years without relapse included";
    MIGRANTS_CURRENT = "migrants_current", "现有在册人员中外出务工的", "Registered now and away for work", "人", Stock, "现有在册吸毒人员中按当前登记外出务工的，不含戒断三年未复吸", "of those registered now, away for work as registered now";
    MIGRANTS_NOT_CONTACTED = "migrants_not_contacted", "当年没有联系到的外出务工人员", "Away for work and not contacted in the year", "人", Flow, "现有在册吸毒人员中按当前登记外出务工、当年没有任何走访、联系记录的", "of those registered now and away for work as registered now, without a visit or any other contact in the year";
    PERSONS_VERIFIED = "persons_verified", "当年走访到的人员", "Visited in the year", "人", Flow, "现有在册人员中当年至少走访一次的", "of those registered now, visited at least once in the year";
    PLATFORM_ENTERED = "platform_entered", "已录入管理平台", "Entered into the provincial platform", "人", Stock, "现有在册人员中截止日前录入平台的", "of those registered now, entered into the platform by the as-of day";
    GRID_ASSIGNED = "grid_assigned", "已纳入网格", "Assigned to a grid", "人", Stock, "现有在册人员中按当前登记属于现有网格的，已撤销的网格不算", "of those registered now, assigned to a grid that has not been withdrawn";
}

impl FigureSource for PersonnelFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let kept = facts::of_area(reading, &question.division)?;
        let facts = Facts::by_then(&kept, question);
        let mut measured = register::register(&facts);
        measured.extend(measures::measures(&facts));
        measured.extend(measures::tests_and_visits(&facts));
        measured.extend(register::completeness(&facts));
        Ok(measured)
    }

    fn is_personal(&self) -> bool {
        true
    }
}

impl TallySource for PersonnelFigures {
    fn tally(&self, reading: &mut Reading<'_>, division: &str, _today: NaiveDate) -> ApiResult<Vec<Tally>> {
        let counts = persons::by_village_and_status(reading, division)?;
        Ok(counts
            .into_iter()
            .map(|(division_code, status, count)| Tally { what: "persons", division_code, key: Some(status), count })
            .collect())
    }

    fn is_personal(&self) -> bool {
        true
    }
}
