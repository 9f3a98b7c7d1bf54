//! The first gate: unpacks an archive while counting, and believes nothing that the archive says about itself.
//!
//! What comes out is a new, uncompressed archive of the XML parts that were counted and looked at. The workbook reader sees
//! only that, so that no second reading of the original can find something that the first did not.

use super::{Limits, ReadRefusal, parts, rules};
use memchr::memmem;
use std::io::{Cursor, Read, Write};
use zip::read::ZipFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// How an entry of a zip archive's directory begins.
const DIRECTORY_ENTRY: &[u8] = b"PK\x01\x02";
/// Bytes unpacked at a time.
const CHUNK: usize = 64 * 1024;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Unpacks a workbook into a new archive that is safe to open.
///
/// # Errors
/// The archive is no workbook, is damaged, or breaks a limit.
pub(super) fn unpack(bytes: &[u8], limits: &Limits) -> Result<Vec<u8>, ReadRefusal> {
    // Counted in the bytes and before the directory is read: the count in the archive's trailer is only a claim.
    if memmem::find_iter(bytes, DIRECTORY_ENTRY).nth(limits.parts).is_some() {
        return Err(rules::TOO_MANY_PARTS.into());
    }
    let mut archive = Archive::new(Cursor::new(bytes)).map_err(damaged)?;
    parts::check_names(&names(&archive)?)?;
    if archive.has_duplicate_names() || archive.has_overlapping_files().map_err(damaged)? {
        return Err(rules::FALSE_SIZES.into());
    }
    repack(&mut archive, limits)
}

fn names(archive: &Archive) -> Result<Vec<String>, ReadRefusal> {
    archive.file_names().map(|name| Ok(name.map_err(damaged)?.into_owned())).collect()
}

fn repack(archive: &mut Archive, limits: &Limits) -> Result<Vec<u8>, ReadRefusal> {
    let mut clean = ZipWriter::new(Cursor::new(Vec::new()));
    let mut left = limits.unpacked;
    for index in 0..archive.len() {
        if archive.by_index_data(index).map_err(damaged)?.encrypted() {
            return Err(rules::ENCRYPTED.into());
        }
        let mut part = archive.by_index(index).map_err(damaged)?;
        let name = part.name().map_err(damaged)?.into_owned();
        let content = counted(&mut part, left, limits).map_err(|refusal| refusal.about(&name))?;
        left -= content.len();
        parts::check(&name, &content, limits).map_err(|refusal| refusal.about(&name))?;
        if parts::is_xml(&name) {
            let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            clean.start_file(name, stored).map_err(damaged)?;
            clean.write_all(&content).map_err(damaged)?;
        }
    }
    Ok(clean.finish().map_err(damaged)?.into_inner())
}

/// The bytes of one part, never more than the limits allow.
fn counted(part: &mut ZipFile<'_, Cursor<&[u8]>>, left: usize, limits: &Limits) -> Result<Vec<u8>, ReadRefusal> {
    let packed = usize::try_from(part.compressed_size()).unwrap_or(usize::MAX);
    let grown = limits.ratio_floor.max(packed.saturating_mul(limits.ratio));
    let mut content = Vec::new();
    let mut more = true;
    while more {
        let read = part.by_ref().take(CHUNK as u64).read_to_end(&mut content).map_err(damaged)?;
        more = read == CHUNK;
        match content.len() {
            size if size > limits.part.min(left) => return Err(rules::UNPACKS_TOO_LARGE.into()),
            size if size > grown => return Err(rules::RATIO.into()),
            _ => (),
        }
    }
    if content.len() as u64 == part.size() { Ok(content) } else { Err(rules::FALSE_SIZES.into()) }
}

/// A library's complaint as a refusal. Its text is dropped: it may quote the file.
pub(super) fn damaged<E>(_: E) -> ReadRefusal {
    rules::DAMAGED.into()
}
