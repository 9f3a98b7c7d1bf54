//! Files that are sealed as they are written: pieces of a bounded size, each sealed with its place among the others, so that
//! none can be left out, moved or cut off. Memory does not grow with the file.
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::platform::error::{ApiError, ApiResult};
use crate::platform::hex;
use crate::platform::id::Id;
use crate::platform::vault::DataKey;

/// What pieces are bound to, beside the id of the file.
const PLACE: &str = "exports.file";
/// Bytes of a piece.
const PIECE: usize = 64 * 1024;
/// Bytes that sealing adds at most.
const ENVELOPE: usize = 256;
const HEAD: usize = 9;
/// Marks of pieces: another follows, or none.
const MORE: u8 = 0;
const LAST: u8 = 1;

/// A file being written.
pub struct SealedWriter {
    file: BufWriter<File>,
    key: DataKey,
    id: Id,
    pieces: u64,
    buffer: Vec<u8>,
    hash: Sha256,
    size: u64,
}

/// What was written.
pub struct Written {
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: String,
    /// Bytes of the content.
    pub size: u64,
}

impl SealedWriter {
    /// Begins a file that only this account can read.
    ///
    /// # Errors
    /// It is there already, or cannot be made.
    pub fn create(path: &Path, key: DataKey, id: Id) -> io::Result<Self> {
        let file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
        let buffer = Vec::with_capacity(PIECE);
        Ok(Self { file: BufWriter::new(file), key, id, pieces: 0, buffer, hash: Sha256::new(), size: 0 })
    }

    /// Seals what is left and makes the file durable.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn close(mut self) -> io::Result<Written> {
        self.seal(LAST)?;
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        Ok(Written { sha256: hex::digits(&self.hash.finalize()), size: self.size })
    }

    fn seal(&mut self, mark: u8) -> io::Result<()> {
        let mut plain = self.pieces.to_be_bytes().to_vec();
        plain.push(mark);
        plain.append(&mut self.buffer);
        let sealed = self.key.seal_bytes(PLACE, self.id, &plain).map_err(io::Error::other)?;
        let length = u32::try_from(sealed.len()).map_err(io::Error::other)?;
        self.file.write_all(&length.to_be_bytes())?;
        self.file.write_all(&sealed)?;
        self.pieces += 1;
        Ok(())
    }
}

impl Write for SealedWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.buffer.len() == PIECE {
            self.seal(MORE)?;
        }
        let taken = bytes.get(..bytes.len().min(PIECE - self.buffer.len())).unwrap_or_default();
        self.buffer.extend_from_slice(taken);
        self.hash.update(taken);
        self.size += taken.len() as u64;
        Ok(taken.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file being read, piece by piece.
pub struct SealedReader {
    file: BufReader<File>,
    key: DataKey,
    id: Id,
    pieces: u64,
    is_over: bool,
}

impl SealedReader {
    /// Opens a file.
    ///
    /// # Errors
    /// It is not there.
    pub fn open(path: &Path, key: DataKey, id: Id) -> io::Result<Self> {
        Ok(Self { file: BufReader::new(File::open(path)?), key, id, pieces: 0, is_over: false })
    }

    /// The next piece, `None` after the last.
    ///
    /// # Errors
    /// The file was altered or cut off.
    pub fn next(&mut self) -> ApiResult<Option<Vec<u8>>> {
        if self.is_over {
            return Ok(None);
        }
        let fault = |error: io::Error| ApiError::Internal(error.into());
        let mut length = [0; 4];
        self.file.read_exact(&mut length).map_err(fault)?;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if length > PIECE + ENVELOPE {
            return Err(altered());
        }
        let mut sealed = vec![0; length];
        self.file.read_exact(&mut sealed).map_err(fault)?;
        let mut plain = self.key.open_bytes(PLACE, self.id, &sealed)?;
        let content = plain.split_off(HEAD.min(plain.len()));
        if plain.get(..8) != Some(&self.pieces.to_be_bytes()[..]) {
            return Err(altered());
        }
        self.is_over = plain.get(8) == Some(&LAST);
        self.pieces += 1;
        Ok(Some(content))
    }
}

fn altered() -> ApiError {
    ApiError::Internal("the file of an export was altered".into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::platform::vault::Vault;

    fn keys() -> (DataKey, DataKey) {
        let vault = Vault::from_key(&[7; 32]);
        let (key, wrapped) = vault.new_key().expect("a key");
        (key, vault.open_key(&wrapped).expect("the same key"))
    }

    fn read(path: &Path, key: DataKey, id: Id) -> ApiResult<Vec<u8>> {
        let mut reader = SealedReader::open(path, key, id).expect("it is there");
        let mut content = Vec::new();
        while let Some(piece) = reader.next()? {
            content.extend(piece);
        }
        Ok(content)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn what_is_written_is_read_back_and_nothing_lies_open(size in 0_usize..200_000, seed in any::<u8>()) {
            let (folder, id, (one, other)) = (tempfile::tempdir().expect("a folder"), Id::new(), keys());
            let content: Vec<u8> = (0..size).map(|at| u8::try_from(at * 31 % 251).expect("small") ^ seed).collect();
            let path = folder.path().join("file");
            let mut writer = SealedWriter::create(&path, one, id).expect("a file");
            writer.write_all(&content).expect("it is written");
            let written = writer.close().expect("it is closed");
            prop_assert_eq!((written.size, written.sha256), (size as u64, hex::digits(&Sha256::digest(&content))));
            let raw = std::fs::read(&path).expect("bytes");
            prop_assert!(content.len() < 32 || !raw.windows(32).any(|bytes| bytes == &content[..32]));
            prop_assert_eq!(read(&path, other, id).expect("it opens"), content);
        }
    }

    #[test]
    fn a_file_that_was_cut_off_or_rearranged_does_not_open() {
        let (folder, id) = (tempfile::tempdir().expect("a folder"), Id::new());
        let vault = Vault::from_key(&[7; 32]);
        let (key, wrapped) = vault.new_key().expect("a key");
        let again = || vault.open_key(&wrapped).expect("the same key");
        let path = folder.path().join("file");
        let mut writer = SealedWriter::create(&path, key, id).expect("a file");
        writer.write_all(&vec![1; PIECE * 2 + 5]).expect("it is written");
        writer.close().expect("it is closed");
        let raw = std::fs::read(&path).expect("bytes");
        let piece = 4 + usize::try_from(u32::from_be_bytes(raw[..4].try_into().expect("four"))).expect("small");
        let swapped = [&raw[piece..2 * piece], &raw[..piece], &raw[2 * piece..]].concat();
        for bad in [raw[..2 * piece].to_vec(), swapped, raw[piece..].to_vec(), [&raw[..], &[0]].concat()[1..].to_vec()]
        {
            std::fs::write(&path, &bad).expect("bytes");
            assert!(read(&path, again(), id).is_err());
        }
        std::fs::write(&path, &raw).expect("bytes");
        assert!(read(&path, again(), Id::new()).is_err(), "of another export");
        assert!(read(&path, again(), id).is_ok());
    }
}
