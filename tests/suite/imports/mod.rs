//! Ledgers through the API: what is read of them, what is refused and where, and that a plan is what a commit does.
mod cells;
mod keep;
mod killed;
mod mapped;
mod matching;
mod plans;
mod promise;
mod undone;
mod unlisted;

use actix_web::http::Method;
use jindu_tests::support::{Caller, TestApp};
use serde_json::Value;
use uuid::Uuid;

/// The villages of the made town.
const VILLAGES: &str = "秀河镇村（居）基本情况,,\n村居代码,村（居）名称,类别\n990981107201,新塘村,村委会\n990981107202,东垄村,村委会\n990981107001,罗坊社区,社区居委会\n";

/// A town office that has its villages on record.
struct Office<'a> {
    clerk: Caller<'a>,
}

impl<'a> Office<'a> {
    async fn open(app: &'a TestApp) -> Self {
        const SEES: [&str; 6] = ["name", "contact", "birth_date", "identity_number", "treatment", "owner"];
        const MAY: [&str; 10] = [
            "imports:read",
            "imports:write",
            "imports:revert",
            "personnel:read",
            "treatments:read",
            "premises:read",
            "inspections:read",
            "events:read",
            "divisions:read",
            "divisions:write",
        ];
        let office = Self { clerk: app.user_who(&MAY, &SEES, jindu_tests::support::NORTH) };
        assert_eq!(office.load(VILLAGES).await["state"], "committed");
        office
    }

    /// Sends a file; the query may say how.
    async fn send(&self, query: &str, file: impl Into<Vec<u8>>) -> jindu_tests::support::Answer {
        let clerk = self.clerk.with("idempotency-key", &Uuid::new_v4().to_string());
        clerk.send(Method::POST, &format!("/api/v1/imports?{query}"), file.into()).await
    }

    /// Takes a file in at once.
    async fn load(&self, file: &str) -> Value {
        self.send("mode=commit", file).await.expect(202)
    }

    /// Takes a file in and expects so many rows new, changed and unchanged, and none refused.
    async fn expect(&self, file: &str, counts: [u64; 3]) -> Value {
        let import = self.load(file).await;
        let refused = self.findings(&import, "errors").await;
        assert_eq!(refused, [], "{import}");
        let counted =
            ["create", "update", "unchanged"].map(|outcome| import["counts"][outcome].as_u64().expect("a count"));
        assert_eq!(counted, counts, "{import}");
        import
    }

    /// What is said of the rows of an import.
    async fn rows(&self, import: &Value) -> Vec<Value> {
        let id = import["id"].as_str().expect("an id");
        let page = self.clerk.get(&format!("/api/v1/imports/{id}/rows?per_page=200")).await.ok();
        page["items"].as_array().expect("rows").clone()
    }

    /// Errors or warnings of an import: row, column and code, each with a sentence in Chinese.
    async fn findings(&self, import: &Value, kind: &str) -> Vec<(u64, String, String)> {
        let mut found = Vec::new();
        for row in self.rows(import).await {
            for finding in row[kind].as_array().expect("findings") {
                let text = |name: &str| finding[name].as_str().expect("text").to_owned();
                assert!(text("detail").chars().any(|character| character > '\u{4e00}'), "{finding}");
                found.push((row["row"].as_u64().expect("a row"), text("column"), text("code")));
            }
        }
        found
    }

    /// What is wrong with the rows of a file that is taken in whole or not at all.
    async fn refused(&self, file: impl Into<Vec<u8>>) -> Vec<(u64, String, String)> {
        let import = self.send("mode=commit", file).await.expect(202);
        assert_eq!(import["state"], "refused", "{import}");
        self.findings(&import, "errors").await
    }

    /// Plans a file.
    async fn plan(&self, query: &str, file: &str) -> Value {
        let import = self.send(&format!("mode=validate&{query}"), file).await.expect(202);
        assert_eq!(import["state"], "planned", "{import}");
        import
    }

    /// Commits a plan.
    async fn commit(&self, import: &Value) -> jindu_tests::support::Answer {
        let id = import["id"].as_str().expect("an id");
        let clerk = self.clerk.with("idempotency-key", &Uuid::new_v4().to_string());
        clerk.send(Method::POST, &format!("/api/v1/imports/{id}/commit"), Vec::new()).await
    }

    /// The only record of a list.
    async fn only(&self, path: &str) -> Value {
        let page = self.clerk.get(&format!("/api/v1{path}")).await.ok();
        let items = page["items"].as_array().expect("items");
        assert_eq!(items.len(), 1, "{page}");
        items[0].clone()
    }
}

/// An identity number of the made county: born on that day (`19900307`), with this running number, its check character right.
fn id_number(born: &str, running: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = format!("990981{born}{running:03}");
    let sum: u32 = digits.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    format!("{digits}{}", char::from(b"10X98765432"[usize::try_from(sum % 11).expect("small")]))
}

/// `19900307` is a woman's for an even running number.
fn person(name: &str, running: u32, rest: &str) -> String {
    let gender = if running.is_multiple_of(2) { "女" } else { "男" };
    format!("{name},{gender},{},{rest}\n", id_number("19900307", running))
}

fn found(row: u64, column: &str, code: &str) -> (u64, String, String) {
    (row, column.to_owned(), code.to_owned())
}
