//! The key files: made at first start, readable by their owner alone, refused when anyone else may read them.
use std::fs::OpenOptions;
use std::io::{Error, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use zeroize::Zeroizing;

use crate::platform::id::Id;

/// Length of every key, in bytes.
pub const KEY_BYTES: usize = 32;
/// Permission bits that belong to others than the owner.
const OTHERS: u32 = 0o077;

/// Reads the key at `path`, or makes one there with mode 0600 if there is none.
///
/// # Errors
/// The file cannot be read or made, is readable by others, or is not 64 hexadecimal digits.
pub fn read_or_create(path: &Path) -> std::io::Result<Zeroizing<[u8; KEY_BYTES]>> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    }
    if !path.try_exists()? {
        create(path)?;
    }
    read(path)
}

/// Written whole beside its place before it gets its name: a power cut leaves a key or none, never half of one, and of two
/// processes that start together one makes the key both use.
fn create(path: &Path) -> std::io::Result<()> {
    let mut key = Zeroizing::new([0_u8; KEY_BYTES]);
    fill_random(key.as_mut());
    let text: Zeroizing<String> = Zeroizing::new(key.iter().map(|byte| format!("{byte:02x}")).collect());
    let fresh = path.with_extension(format!("new-{}", Id::new()));
    let written = write_private(&fresh, text.as_bytes()).and_then(|()| match std::fs::hard_link(&fresh, path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other,
    });
    std::fs::remove_file(&fresh)?;
    written?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::File::open(folder)?.sync_all()
}

fn write_private(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn read(path: &Path) -> std::io::Result<Zeroizing<[u8; KEY_BYTES]>> {
    let mode = std::fs::metadata(path)?.permissions().mode();
    if mode & OTHERS != 0 {
        let message = format!("{} may be read by others (mode {:o}): run chmod 600", path.display(), mode & 0o777);
        return Err(Error::new(ErrorKind::PermissionDenied, message));
    }
    let text = Zeroizing::new(std::fs::read_to_string(path)?);
    parse(text.trim()).ok_or_else(|| Error::new(ErrorKind::InvalidData, format!("{} holds no key", path.display())))
}

fn parse(text: &str) -> Option<Zeroizing<[u8; KEY_BYTES]>> {
    let mut key = Zeroizing::new([0_u8; KEY_BYTES]);
    if text.len() != 2 * KEY_BYTES || !text.is_ascii() {
        return None;
    }
    for (index, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(key)
}

/// Fills `bytes` from the operating system.
///
/// # Panics
/// The system has no randomness to give; nothing can be kept secret then.
pub fn fill_random(bytes: &mut [u8]) {
    #[expect(clippy::expect_used, reason = "without randomness no key may be made")]
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_for_its_owner_alone_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys").join("vault.key");
        let keys: Vec<_> = std::thread::scope(|scope| {
            let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| read_or_create(&path).unwrap())).collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| **key == *keys[0] && **key != [0; KEY_BYTES]));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(read_or_create(&path).is_err());
    }
}
