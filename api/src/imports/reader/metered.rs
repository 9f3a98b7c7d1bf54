//! Bytes that may be read once.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

/// Bytes read beyond the archive itself.
const SLACK: usize = 1024 * 1024;

/// An archive in memory that gives out only so many bytes. A workbook may list one large part as a hundred sheets; reading it
/// honestly takes every part once.
pub(super) struct Metered {
    bytes: Cursor<Vec<u8>>,
    left: usize,
}

impl Metered {
    /// The archive once, and a little for what is read ahead and for looking into its directory.
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        let left = bytes.len().saturating_add(SLACK);
        Self { bytes: Cursor::new(bytes), left }
    }
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(buffer)?;
        self.left = self.left.checked_sub(read).ok_or_else(|| io::Error::other("the archive was read too often"))?;
        Ok(read)
    }
}

impl Seek for Metered {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_again_and_again_ends() {
        let mut metered = Metered::new(vec![0; SLACK]);
        let mut pass = || {
            metered.rewind().unwrap();
            metered.read_to_end(&mut Vec::new()).is_ok()
        };
        assert_eq!([pass(), pass(), pass()], [true, true, false]);
    }
}
