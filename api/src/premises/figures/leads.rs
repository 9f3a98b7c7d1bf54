//! The leads to the police: how many. Which they are is for those alone who may read leads.
use crate::indicators::{Clock, Definition, Evidence, FigureSource, Measured, Question};
use crate::platform::access::Reading;
use crate::platform::error::ApiResult;
use crate::premises::leads::{self, Raised};

/// Figures of the leads to the police.
pub struct LeadFigures;

crate::indicators::definitions! {
    LEADS_RAISED = "leads_raised", "报公安的可疑线索", "Leads to the police", "条", Flow, "期内排查中发现制毒可疑迹象、报公安的线索，每次排查一条，按发现日期", "leads to the police raised by signs of a laboratory that inspections of the period saw, one for each inspection, by the day they were seen";
}

const NO_LEADS: (&str, &str) = ("没有可疑线索记录", "no lead is on record");

impl FigureSource for LeadFigures {
    fn definitions(&self) -> &'static [Definition] {
        DEFINITIONS
    }

    fn measure(&self, reading: &mut Reading<'_>, question: &Question) -> ApiResult<Vec<Measured>> {
        let raised = leads::raised(reading, &question.division)?;
        let none = !raised.iter().any(|lead| question.by_then(lead.raised_on));
        let in_period = raised.iter().filter(|lead| question.in_period(lead.raised_on));
        let figure = Measured::count(LEADS_RAISED, in_period.map(evidence).collect());
        Ok(vec![figure.unknown_if(none, NO_LEADS.0, NO_LEADS.1)])
    }

    fn is_confidential(&self) -> bool {
        true
    }
}

fn evidence(lead: &Raised) -> Evidence {
    Evidence {
        subject_type: "leads".into(),
        subject_id: lead.id,
        owner_id: Some(lead.premises_id),
        version: lead.version,
        label: format!("{} {}", lead.premises_code, lead.premises_name),
        on: Some(lead.raised_on),
        division_code: lead.division_code.clone(),
        amount: None,
    }
}
