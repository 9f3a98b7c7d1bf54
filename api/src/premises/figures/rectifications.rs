//! The orders to put defects right: given, fulfilled, overdue.
use super::{NO_ORDERS, RECTIFICATIONS_CLOSED, RECTIFICATIONS_ORDERED, RECTIFICATIONS_OVERDUE};
use crate::indicators::{Evidence, FigureRemark, Measured, Question};
use crate::premises::rectifications::Ordered;

/// Figures of the orders, as they stood on the as-of day.
pub fn orders(question: &Question, kept: &[Ordered]) -> [Measured; 3] {
    let given: Vec<&Ordered> = kept.iter().filter(|order| question.by_then(order.ordered_on)).collect();
    let of = |keep: &dyn Fn(&Ordered) -> bool| {
        given.iter().filter(|order| keep(order)).map(|order| evidence(order)).collect::<Vec<Evidence>>()
    };
    let is_closed = |order: &Ordered| order.closed_on.is_some_and(|day| question.by_then(day));
    let is_referred = |order: &Ordered| order.referred_on.is_some_and(|day| question.by_then(day));
    let is_late = |order: &Ordered| order.due_on < question.as_of && !is_closed(order);
    let referred = given.iter().filter(|order| is_late(order) && is_referred(order)).count();
    let remark = (referred > 0).then(|| {
        FigureRemark::new(
            format!("另有{referred}件期限已过并已移送，没有计入"),
            format!("{referred} more are past their last day and were referred; they are not counted"),
        )
    });
    [
        Measured::count(RECTIFICATIONS_ORDERED, of(&|order| question.in_period(order.ordered_on))),
        Measured::count(RECTIFICATIONS_CLOSED, of(&|order| order.closed_on.is_some_and(|day| question.in_period(day)))),
        Measured::count(RECTIFICATIONS_OVERDUE, of(&|order| is_late(order) && !is_referred(order))).remarked(remark),
    ]
    .map(|figure| figure.unknown_if(given.is_empty(), NO_ORDERS.0, NO_ORDERS.1))
}

fn evidence(order: &Ordered) -> Evidence {
    Evidence {
        subject_type: "rectifications".into(),
        subject_id: order.id,
        owner_id: Some(order.premises_id),
        version: order.version,
        label: format!("{} {}", order.premises_code, order.premises_name),
        on: Some(order.ordered_on),
        division_code: order.division_code.clone(),
        amount: None,
    }
}
