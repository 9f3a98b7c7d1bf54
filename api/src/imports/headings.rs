//! Finding the row of headings below titles, and telling by it which ledger a sheet is.
use unicode_normalization::UnicodeNormalization;

use super::ledger::{Column, Ledger, Presence};
use super::mappings::MappedColumn;
use super::reader::{Cell, Row};

/// Rows in which headings are looked for: above them stand titles, below them records.
pub(super) const SEARCHED: usize = 20;

/// Where the columns of a ledger stand in a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Index of the heading among the rows.
    pub row: usize,
    /// For each column of the ledger its place in the row and the heading as the file writes it.
    pub places: Vec<Option<Place>>,
    /// How well sheet and ledger fit: the columns found, and between equals the share they are of both.
    pub score: f64,
}

/// Where one column stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Index of the cell in a row.
    pub index: usize,
    /// The heading as the file writes it, trimmed.
    pub heading: String,
}

impl Layout {
    /// What stands above a column, as the file writes it; the usual heading when the file lacks the column.
    pub fn heading(&self, columns: &'static [Column], name: &str) -> &str {
        let Some(index) = columns.iter().position(|column| column.name == name) else { return "" };
        let written = self.places.get(index).and_then(Option::as_ref).map(|place| place.heading.as_str());
        written.or_else(|| columns.get(index).map(Column::heading)).unwrap_or_default()
    }

    /// Headings the ledger is known by and the sheet lacks.
    pub fn missing(&self, columns: &'static [Column]) -> Vec<&'static str> {
        let lacking = columns.iter().zip(&self.places).filter(|(_, place)| place.is_none());
        lacking
            .filter(|(column, _)| column.presence != Presence::Optional)
            .map(|(column, _)| column.heading())
            .collect()
    }
}

/// Where the columns stand if the sheet is this ledger: at the row that fits best. Nothing when no column is found. What somebody
/// mapped by hand goes before what headings seem to say, and only a row that has all those headings is the row of headings.
pub fn locate(rows: &[Row], columns: &[Column], mapped: &[MappedColumn]) -> Option<Layout> {
    let rows = rows.iter().take(SEARCHED).enumerate();
    let candidates = rows.filter_map(|(index, row)| fit(index, row, columns, mapped));
    candidates.reduce(|best, next| if next.score > best.score { next } else { best })
}

/// So many columns more make a ledger that lacks others the likelier one.
const FAR_BETTER: f64 = 2.0;

/// Fewer columns than this tell nothing of a ledger that lacks others.
const TELLING: usize = 3;

/// The ledger whose headings a sheet has: complete, and fitting best. If none is complete, or another one fits far better,
/// that one with most of the columns it is known by, so that the missing ones can be named: a ledger of persons that lacks
/// one column is not a short list of persons.
pub fn recognise<'a>(rows: &[Row], ledgers: impl Iterator<Item = &'a dyn Ledger>) -> Option<(&'a dyn Ledger, Layout)> {
    let found = ledgers.filter_map(|ledger| Some((ledger, locate(rows, ledger.columns(), &[])?)));
    let (complete, partial): (Vec<_>, Vec<_>) =
        found.partition(|(ledger, layout)| layout.missing(ledger.columns()).is_empty());
    let partial = partial.into_iter().filter(|(ledger, layout)| is_telling(ledger.columns(), layout));
    match (best(complete.into_iter()), best(partial)) {
        (Some(complete), Some(partial)) if partial.1.score > complete.1.score + FAR_BETTER => Some(partial),
        (complete, partial) => complete.or(partial),
    }
}

fn best<'a>(found: impl Iterator<Item = (&'a dyn Ledger, Layout)>) -> Option<(&'a dyn Ledger, Layout)> {
    found.reduce(|best, next| if next.1.score > best.1.score { next } else { best })
}

fn is_telling(columns: &'static [Column], layout: &Layout) -> bool {
    let known_by = columns.iter().filter(|column| column.presence != Presence::Optional).count();
    let found = known_by - layout.missing(columns).len();
    found >= TELLING && 2 * found > known_by
}

/// The texts of a row with their places.
pub(super) fn texts(row: &Row) -> Vec<(usize, &str)> {
    row.cells
        .iter()
        .enumerate()
        .filter_map(|(place, cell)| if let Cell::Text(text) = cell { Some((place, text.trim())) } else { None })
        .collect()
}

fn fit(index: usize, row: &Row, columns: &[Column], mapped: &[MappedColumn]) -> Option<Layout> {
    let headings = texts(row);
    let keys: Vec<(String, String)> =
        headings.iter().map(|(_, heading)| (key(heading), without_unit(heading))).collect();
    let mut taken = vec![false; headings.len()];
    let mut places = vec![None; columns.len()];
    for MappedColumn { heading, field } in mapped {
        let wanted = key(heading);
        let found = keys.iter().position(|(full, _)| *full == wanted)?;
        let column = columns.iter().position(|column| column.name == field);
        // A later version of the program may know the field no more: its column is then found by name, or is missing.
        if let (Some(place), Some(taken)) = (column.and_then(|column| places.get_mut(column)), taken.get_mut(found)) {
            *taken = true;
            *place =
                headings.get(found).map(|(index, heading)| Place { index: *index, heading: (*heading).to_owned() });
        }
    }
    // Exact headings first, so that 宣传单 does not take the place of 宣传单（份） when a file has both.
    for is_exact in [true, false] {
        for (column, place) in columns.iter().zip(&mut places).filter(|(_, place)| place.is_none()) {
            let found = keys.iter().zip(&taken).position(|(keys, taken)| !taken && names(column, keys, is_exact));
            let Some(found) = found else { continue };
            if let (Some(taken), Some((index, heading))) = (taken.get_mut(found), headings.get(found)) {
                *taken = true;
                *place = Some(Place { index: *index, heading: (*heading).to_owned() });
            }
        }
    }
    let found = places.iter().flatten().count();
    (found > 0).then(|| Layout { row: index, places, score: score(found, headings.len() + columns.len()) })
}

#[expect(clippy::cast_precision_loss, reason = "a few dozen columns")]
fn score(found: usize, all: usize) -> f64 {
    found as f64 + found as f64 / all as f64
}

fn names(column: &Column, (full, bare): &(String, String), is_exact: bool) -> bool {
    if is_exact {
        column.headings.iter().any(|heading| key(heading) == *full)
    } else {
        !bare.is_empty() && column.headings.iter().any(|heading| without_unit(heading) == *bare)
    }
}

/// A heading as it is compared: half-width, small letters, without spaces and marks of obligation.
pub fn key(heading: &str) -> String {
    let folded = heading.nfkc().flat_map(char::to_lowercase);
    folded
        .filter(|character| !character.is_whitespace() && !matches!(character, '*' | ':' | '\u{200b}' | '\u{feff}'))
        .collect()
}

/// [`key`] without what stands in brackets, such as a unit.
fn without_unit(heading: &str) -> String {
    let key = key(heading);
    let mut depth = 0_usize;
    key.chars()
        .filter(|character| {
            match character {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column::required("name", &["姓名"]),
        Column::required("id_number", &["公民身份号码", "身份证号码", "身份证"]),
        Column::optional("leaflets", &["宣传单（份）"]),
    ];

    fn row(number: u32, cells: &[&str]) -> Row {
        Row { number, cells: cells.iter().map(|cell| Cell::Text((*cell).to_owned())).collect() }
    }

    #[test]
    fn titles_are_skipped_and_spelling_is_forgiven() {
        let rows = [
            row(1, &["秀河镇台账"]),
            row(2, &["填报单位：某办"]),
            row(3, &["序号", " 姓　名*", "身份证号码", "宣传单(张)"]),
        ];
        let layout = locate(&rows, COLUMNS, &[]).expect("found");
        assert_eq!(layout.row, 2);
        assert_eq!(
            layout.places.iter().map(|place| place.as_ref().map(|place| place.index)).collect::<Vec<_>>(),
            [Some(1), Some(2), Some(3)]
        );
        assert!(layout.missing(COLUMNS).is_empty());
    }

    #[test]
    fn what_is_missing_is_named() {
        let layout = locate(&[row(1, &["姓名", "宣传单"])], COLUMNS, &[]).expect("found");
        assert_eq!(layout.missing(COLUMNS), ["公民身份号码"]);
        assert_eq!(locate(&[row(1, &["甲", "乙"])], COLUMNS, &[]), None);
    }
    #[test]
    fn what_was_mapped_by_hand_goes_before_what_a_heading_seems_to_say() {
        let mapped = |heading: &str, field: &str| MappedColumn { heading: heading.into(), field: field.into() };
        let rows = [row(1, &["人员名册"]), row(2, &["姓名", "真名", "证号", "宣传单"])];
        let said = [mapped("真 名", "name"), mapped("证号", "id_number")];
        let layout = locate(&rows, COLUMNS, &said).expect("found");
        let places: Vec<_> = layout.places.iter().flatten().map(|place| place.index).collect();
        assert_eq!((layout.row, places), (1, vec![1, 2, 3]));
        // A sheet without one of the headings is another one; a field that is known no more takes no heading.
        assert_eq!(locate(&rows, COLUMNS, &[mapped("证件号", "id_number")]), None);
        let layout = locate(&rows, COLUMNS, &[mapped("姓名", "gone")]).expect("found");
        assert_eq!(layout.places.first().and_then(Option::as_ref).map(|place| place.index), Some(0));
    }
}
