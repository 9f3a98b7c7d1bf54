//! How the headings of a sheet are read, so that a person can say the rest.
use super::MappedColumn;
use super::dto::{SuggestFor, SuggestedColumn, Suggestion};
use super::store::{Asked, kept};
use crate::imports::headings::{self, Layout, SEARCHED, texts};
use crate::imports::ledger::{Column, Ledger, Presence, Registry};
use crate::imports::reader::{self, Row};
use crate::imports::rules::NO_RESOURCE;
use crate::platform::access::Reading;
use crate::platform::error::{ApiError, ApiResult};

/// What is suggested for these rows.
///
/// # Errors
/// 422 when there is no such ledger, or no row that could be one of headings.
pub fn suggestion(
    reading: &mut Reading<'_>,
    asked: &SuggestFor,
    rows: &[Row],
    registry: &Registry,
) -> ApiResult<Suggestion> {
    let saved = kept(reading, &Asked::of(rows, asked.resource.clone(), asked.division.clone()))?;
    let mapped = saved.as_ref().map_or(&[][..], |saved| &saved.facts.columns);
    let named = saved.as_ref().map(|saved| &saved.facts.resource).or(asked.resource.as_ref());
    let named = named.map(|name| registry.find(name).ok_or_else(|| ApiError::invalid("resource", NO_RESOURCE)));
    let (ledger, layout) = match named.transpose()? {
        Some(ledger) => (Some(ledger), headings::locate(rows, ledger.columns(), mapped)),
        None => headings::recognise(rows, registry.iter())
            .map_or((None, None), |(ledger, layout)| (Some(ledger), Some(layout))),
    };
    let index = layout.as_ref().map(|layout| layout.row).or_else(|| widest(rows));
    let row = index.and_then(|index| rows.get(index));
    let row = row.ok_or_else(|| ApiError::invalid("", reader::rules::EMPTY))?;
    let texts = texts(row).into_iter().map(|(_, text)| text.to_owned());
    Ok(Suggestion {
        row: row.number,
        headings: texts.filter(|text| !text.is_empty()).collect(),
        resource: ledger.map(|ledger| ledger.resource().to_owned()),
        mapping_id: saved.as_ref().map(|saved| saved.id),
        columns: ledger.map(|ledger| columns(ledger, layout.as_ref(), mapped)).unwrap_or_default(),
    })
}

fn columns(ledger: &dyn Ledger, layout: Option<&Layout>, mapped: &[MappedColumn]) -> Vec<SuggestedColumn> {
    let one = |(index, column): (usize, &Column)| {
        let place = layout.and_then(|layout| layout.places.get(index)).and_then(Option::as_ref);
        SuggestedColumn {
            field: column.name.to_owned(),
            usual: column.heading().to_owned(),
            is_required: column.presence != Presence::Optional,
            heading: place.map(|place| place.heading.clone()),
            is_mapped: place.is_some() && mapped.iter().any(|one| one.field == column.name),
        }
    };
    ledger.columns().iter().enumerate().map(one).collect()
}

/// Where no heading is known, they stand in the first row with the most texts: titles have fewer, and records no more.
fn widest(rows: &[Row]) -> Option<usize> {
    let filled = |row: &Row| texts(row).iter().filter(|(_, text)| !text.is_empty()).count();
    let counted = rows.iter().take(SEARCHED).map(filled).enumerate().filter(|(_, count)| *count > 0);
    counted.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(index, _)| index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::reader::Cell;

    #[test]
    fn headings_are_looked_for_where_the_most_texts_stand_first() {
        let row =
            |cells: &[&str]| Row { number: 1, cells: cells.iter().map(|cell| Cell::Text((*cell).into())).collect() };
        assert_eq!(widest(&[row(&["台账"]), row(&["甲", "乙", ""]), row(&["1", "2"])]), Some(1));
        assert_eq!(widest(&[row(&[""])]), None);
    }
}
