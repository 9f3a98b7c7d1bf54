//! Which character separates the fields of a text.

use std::collections::BTreeMap;

/// What people's programs write.
const CANDIDATES: [u8; 3] = [b',', b';', b'\t'];
/// Records that are looked at, and how much text at most.
const SAMPLE: usize = 20;
const SAMPLE_BYTES: usize = 64 * 1024;

/// The candidate that cuts most of the first records into the same number of fields, more than one; a comma if none does.
pub(super) fn of(text: &str) -> u8 {
    let sample = text.get(..text.floor_char_boundary(SAMPLE_BYTES)).unwrap_or(text);
    let scored = CANDIDATES.map(|candidate| (score(sample, candidate), candidate));
    // Of equals the first is taken, hence the reversal: `max_by_key` keeps the last.
    scored.into_iter().rev().max_by_key(|(score, _)| *score).map_or(b',', |(_, candidate)| candidate)
}

/// How many records agree on a number of fields, and on how many.
fn score(sample: &str, candidate: u8) -> (usize, usize) {
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    let mut reader =
        csv::ReaderBuilder::new().delimiter(candidate).has_headers(false).flexible(true).from_reader(sample.as_bytes());
    for record in reader.byte_records().take(SAMPLE).flatten().filter(|record| record.len() > 1) {
        *widths.entry(record.len()).or_default() += 1;
    }
    widths.into_iter().map(|(width, records)| (records, width)).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_regular_candidate_wins() {
        assert_eq!(of("姓名,备注\n甲,a;b;c\n乙,d\n"), b',');
        assert_eq!(of("台账，2025\n姓名;备注\n甲;a,b\n乙;\"c,d\"\n"), b';');
        assert_eq!(of("姓名\t备注\n甲\ta,b\n"), b'\t');
        assert_eq!(of("只有一列\n甲\n"), b',');
        assert_eq!(of(""), b',');
    }
}
