//! What is wrong with a journal, in words.
use std::fmt;

use crate::platform::id::Id;

/// What is wrong, and where first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// No leaf stands at this position, though a later one or a signed head says there was one.
    Missing {
        /// The position.
        position: u64,
    },
    /// The row a leaf was made of is gone.
    Deleted {
        /// The position.
        position: u64,
        /// The row.
        id: Id,
    },
    /// The row at this position is not as it was written.
    Changed {
        /// The position.
        position: u64,
        /// The row.
        id: Id,
    },
    /// The sealed order is not as it was written at this position.
    Reordered {
        /// The position.
        position: u64,
    },
    /// The head of this size is not as it was signed, or not over these leaves.
    Head {
        /// Its size.
        size: u64,
    },
    /// A head that somebody kept is not over these leaves, or was not signed by this journal.
    Kept {
        /// Its size, where its signature is good.
        size: Option<u64>,
    },
    /// A row that is not sealed was not written by this program, or stands before what was sealed.
    Inserted {
        /// The row.
        id: Id,
    },
    /// A record is not as it was signed, or is gone.
    Signed {
        /// The record.
        id: Id,
    },
    /// A signed record that no entry tells of.
    Untold {
        /// The record.
        id: Id,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { position } => write!(out, "entry {position} is missing (缺少第 {position} 条)"),
            Self::Deleted { position, id } => {
                write!(out, "entry {position} ({id}) was deleted (第 {position} 条被删除)")
            }
            Self::Changed { position, id } => {
                write!(out, "entry {position} ({id}) was changed (第 {position} 条被改动)")
            }
            Self::Reordered { position } => {
                write!(out, "the sealed order was changed at entry {position} (第 {position} 条的顺序被改动)")
            }
            Self::Head { size } => {
                write!(out, "the head over {size} entries is not the one that was signed ({size} 条处的签名不符)")
            }
            Self::Kept { size: Some(size) } => {
                write!(
                    out,
                    "the kept head over {size} entries does not belong to this journal as it is (留存的 {size} 条处的签名与现有记录不符)"
                )
            }
            Self::Kept { size: None } => {
                out.write_str("a kept head was not signed by this journal (留存的签名不是本系统签发)")
            }
            Self::Inserted { id } => {
                write!(out, "entry {id} was not written by this program (记录 {id} 不是本程序写入)")
            }
            Self::Signed { id } => {
                write!(out, "the signed record {id} is not as it was signed (签字记录 {id} 已被改动或删除)")
            }
            Self::Untold { id } => {
                write!(out, "the journal does not know of the signed record {id} (签字记录 {id} 在日志中没有记载)")
            }
        }
    }
}
