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
    ISOLATION_DECIDED = "compulsory_isolation_decided_in_year", "期内送强制隔离戒毒", "Ordered into compulsory isolation in the period", "人", Flow, "强制隔离戒毒决定日期在期内的人员，按人计", "persons whose compulsory isolation was decided in the period";
    ISOLATION_NOW = "compulsory_isolation_now", "强制隔离戒毒人员", "In compulsory isolation", "人", Stock, "按当前登记管控现状为强制隔离戒毒的人员", "in compulsory isolation as registered now";
    CLEAN_THREE_YEARS = "clean_three_years", "戒断三年未复吸人员", "Three years without relapse", "人", Stock, "按当前登记管控现状为戒断三年未复吸的人员", "three years without relapse as registered now";
    VOLUNTARY = "voluntary_treatment", "自愿戒毒人员", "In voluntary treatment", "人", Stock, "按当前登记管控现状为自愿戒毒的人员", "in voluntary treatment as registered now";
    MAINTENANCE = "maintenance", "药物维持治疗人员", "In maintenance treatment", "人", Stock, "按当前登记管控现状为药物维持治疗的人员", "in maintenance treatment as registered now";
    IN_COMMUNITY = "in_community", "社会面人员", "In the community", "人", Stock, "按当前登记管控现状为社会面的人员", "in the community without a measure as registered now";
    IMPRISONED = "imprisoned", "服刑人员", "Imprisoned", "人", Stock, "按当前登记管控现状为服刑的人员", "imprisoned as registered now";
    DETAINED = "detained", "羁押拘留人员", "Detained", "人", Stock, "按当前登记管控现状为羁押拘留的人员", "detained as registered now";
    ABROAD = "abroad", "出国（境）人员", "Abroad", "人", Stock, "按当前登记管控现状为出国（境）的人员", "abroad as registered now";
    DECEASED = "deceased", "死亡人员", "Deceased", "人", Stock, "按当前登记管控现状为死亡的人员", "deceased as registered now";
    OUT_OF_CONTACT = "out_of_contact", "失控人员", "Out of contact", "人", Stock, "现有在册人员中按当前登记失控的", "of those registered now, out of contact as registered now";
    IN_CONTACT = "in_contact", "在控情况", "In contact", "人", Stock, "现有在册人员中在社会上的（社区戒毒、社区康复、自愿戒毒、药物维持治疗、社会面），按当前登记在控的与其总数之比", "of those registered now and at large (in community treatment or rehabilitation, voluntary or maintenance treatment, or without a measure), in contact as registered now";
    CONTACTED = "persons_contacted", "见面情况", "Met", "人", Flow, "现有在册人员中在社会上的，期内至少有一次走访谈话的与其总数之比", "of those registered now and at large, met at least once in the period";
    UNRATED = "risk_unrated", "未评估风险等级", "Without a risk grade", "人", Stock, "现有在册人员中按当前登记没有评估等级的", "of those registered now, without a risk grade as registered now";
    UNASSIGNED = "case_worker_missing", "未指派专干", "Without a caseworker", "人", Stock, "现有在册人员中按当前登记没有负责专干的", "of those registered now, without a caseworker as registered now";
    NEWLY_FOUND = "newly_found", "新发现吸毒人员", "Newly found", "人", Flow, "首次查获日期在期内的人员，按当前登记", "persons first found by the police in the period, as registered now";
    REPORT_IN_RATE = "report_in_rate", "报到情况", "Reported in, of those ordered", "人", Stock, "按当前登记的社区戒毒、社区康复人员中，报到期限已过或已报到的，截止日前已报到的与其总数之比", "of those in the community as registered now whose time to report in is over or who have reported in, reported in by the as-of day";
    AGREEMENTS = "agreements_signed", "协议签订情况", "Agreements signed", "人", Stock, "按当前登记的社区戒毒、社区康复人员中已报到的，截止日前已签协议的与其总数之比", "of those in the community as registered now who have reported in, with an agreement signed by the as-of day";
    REPORTED_IN = "reported_in", "已报到", "Reported in", "人", Stock, "按当前登记的社区戒毒、社区康复人员中截止日前已报到的", "of those in the community as registered now, reported in by the as-of day";
    NOT_REPORTED_IN = "not_reported_in", "未报到", "Not reported in", "人", Stock, "按当前登记的社区戒毒、社区康复人员中截止日未报到的", "of those in the community as registered now, not reported in by the as-of day";
    REPORTED_IN_LATE = "reported_in_late", "逾期报到", "Reported in late", "人", Stock, "收到决定书15日后才报到的（戒毒条例第14条；最后一日为休息日的顺延，民法典第203条），按当前登记", "reported in more than fifteen days after receiving the decision, a last day off moving to the next working day, as registered now";
    TESTS = "tests", "检测总次数", "Tests in all", "次", Total, "截止日前全部检测记录，含拒检", "all tests up to the as-of day, refused ones included";
    TESTS_IN_YEAR = "tests_in_year", "期内检测次数", "Tests in the period", "次", Flow, "检测日期在期内的记录，含拒检", "tests of the period, refused ones included";
    TESTS_POSITIVE = "tests_positive_in_year", "期内检测阳性", "Positive tests in the period", "次", Flow, "期内结果为阳性的检测", "tests of the period with a positive result";
    TESTS_REFUSED = "tests_refused_in_year", "期内拒检", "Refused tests in the period", "次", Flow, "期内结果为拒检的检测", "tests of the period that were refused";
    VISITS = "visits", "走访谈话", "Visits", "次", Flow, "走访日期在期内的记录", "visits of the period";
    MIGRANTS = "migrants", "外出务工人员", "Away for work", "人", Stock, "按当前登记外出务工的在册人员，含戒断三年未复吸", "on the register and away for work as registered now, those three years without relapse included";
    MIGRANTS_CURRENT = "migrants_current", "现有在册人员中外出务工的", "Registered now and away for work", "人", Stock, "现有在册吸毒人员中按当前登记外出务工的，不含戒断三年未复吸", "of those registered now, away for work as registered now";
    MIGRANTS_NOT_CONTACTED = "migrants_not_contacted", "期内没有联系到的外出务工人员", "Away for work and not contacted in the period", "人", Flow, "现有在册吸毒人员中按当前登记外出务工、期内没有任何走访、联系记录的", "of those registered now and away for work as registered now, without a visit or any other contact in the period";
    PERSONS_VERIFIED = "persons_verified", "期内走访到的人员", "Visited in the period", "人", Flow, "现有在册人员中期内至少走访一次的", "of those registered now, visited at least once in the period";
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
