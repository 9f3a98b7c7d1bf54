//! What a database's refusal means for whoever asked.
use diesel::result::{DatabaseErrorKind, Error as DieselError};

use super::{ApiError, Rule};

/// A unique value is taken. A store that has only one says which it is; constraint names are not looked at: SQLite
/// reports none.
pub const ALREADY_EXISTS: Rule =
    Rule { code: "conflict.exists", zh: "这条记录已经存在", en: "such a record already exists" };
const STILL_REFERRED_TO: Rule = Rule {
    code: "conflict.reference",
    zh: "所指的记录不存在，或仍被其他记录引用",
    en: "the record referred to does not exist, or is still referred to",
};
const NO_RECORD: Rule = Rule { code: "not_found", zh: "没有这条记录", en: "no such record" };
const OVERTAKEN: Rule = Rule {
    code: "conflict.overtaken",
    zh: "这条记录刚被他人修改，请刷新后再试",
    en: "someone else changed the record just now; read it again",
};

/// Someone else holds what is needed, for longer than one waits.
pub const LOCKED: &str = "a lock was not free in time";
const GONE: &str = "the connection to the database was lost";
const BUSY: &str = "the database is busy or stopping";
const FULL: &str = "the database has no room to write";
const READ_ONLY: &str = "the database takes no changes just now";

/// Passing conditions by what is said of them: diesel hands on no SQLSTATE. PostgreSQL speaks English or, where it was set
/// up so, Chinese (55P03, 57014, 40P01, 57P01 to 57P03, 53300, 53100); the last lines are SQLite's and libpq's.
const PASSING: [(&str, &str); 24] = [
    ("due to lock timeout", LOCKED),
    ("由于锁超时", LOCKED),
    ("due to statement timeout", BUSY),
    ("由于语句执行超时", BUSY),
    ("due to user request", BUSY),
    ("由于用户请求", BUSY),
    ("conflict with recovery", BUSY),
    ("由于与恢复操作冲突", BUSY),
    ("deadlock detected", LOCKED),
    ("检测到死锁", LOCKED),
    ("terminating connection", GONE),
    ("中断联接", GONE),
    ("终止连接", GONE),
    ("the database system is", BUSY),
    ("数据库系统", BUSY),
    ("too many clients", BUSY),
    ("太多的客户", BUSY),
    ("connection slots", BUSY),
    ("could not extend file", FULL),
    ("无法扩展文件", FULL),
    ("database or disk is full", FULL),
    ("database is locked", LOCKED),
    ("server closed the connection", GONE),
    ("no connection to the server", GONE),
];

impl From<DieselError> for ApiError {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound(NO_RECORD),
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Self::Conflict(ALREADY_EXISTS),
            DieselError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => Self::Conflict(STILL_REFERRED_TO),
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Conflict(OVERTAKEN),
            DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, _)
            | DieselError::BrokenTransactionManager => Self::Unavailable(GONE),
            DieselError::DatabaseError(DatabaseErrorKind::ReadOnlyTransaction, _) => Self::Unavailable(READ_ONLY),
            DieselError::RollbackErrorOnCommit { commit_error, .. } => Self::from(*commit_error),
            DieselError::DatabaseError(DatabaseErrorKind::Unknown, told) => match passing(told.message()) {
                Some(reason) => Self::Unavailable(reason),
                None => Self::Internal(Box::new(DieselError::DatabaseError(DatabaseErrorKind::Unknown, told))),
            },
            other => Self::Internal(Box::new(other)),
        }
    }
}

fn passing(message: &str) -> Option<&'static str> {
    PASSING.iter().find(|(words, _)| message.contains(words)).map(|(_, reason)| *reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(message: &str) -> ApiError {
        DieselError::DatabaseError(DatabaseErrorKind::Unknown, Box::new(message.to_owned())).into()
    }

    #[test]
    fn what_passes_is_no_fault_of_ours() {
        for message in [
            "canceling statement due to lock timeout",
            "由于锁超时，取消语句操作",
            "deadlock detected",
            "由于管理员命令中断联接",
            "the database system is shutting down",
            "database is locked",
        ] {
            assert!(matches!(unknown(message), ApiError::Unavailable(_)), "{message}");
        }
        assert!(matches!(unknown("column \"nmae\" does not exist"), ApiError::Internal(_)));
    }
}
