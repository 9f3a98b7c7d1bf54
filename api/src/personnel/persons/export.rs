//! Taking masked lists out, streamed: memory does not grow with the list.
use actix_web::HttpResponse;
use actix_web::web::Bytes;
use diesel::prelude::*;
use futures_util::stream;
use serde::Serialize;
use tokio::sync::mpsc::{Sender, channel};

use super::dto::{ExportFilter, ExportFormat, Person};
use super::lookup::among;
use super::sealed;
use super::store::{PersonRow, ids_of, secrets};
use crate::platform::access::{Reading, Streaming};
use crate::platform::auth::FieldClasses;
use crate::platform::coded::Coded;
use crate::platform::db::schema::personnel;
use crate::platform::error::{ApiError, ApiResult};

/// Rows read at once; also how much of the answer waits for a slow reader.
const CHUNK: usize = 2000;
const CHUNKS_AHEAD: usize = 2;
/// Characters that make a spreadsheet take a cell for a formula.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// Answers with the list as it is read. A fault in the middle breaks the answer off: a short file would look whole.
pub fn stream(streaming: Streaming, filter: ExportFilter) -> HttpResponse {
    let (sender, receiver) = channel::<Result<Bytes, ApiError>>(CHUNKS_AHEAD);
    let format = filter.format;
    std::thread::spawn(move || {
        if let Err(error) = streaming.read(|reading| write_all(reading, &streaming, &filter, &sender)) {
            let _ = sender.blocking_send(Err(error));
        }
    });
    let body = stream::unfold(receiver, |mut receiver| async { receiver.recv().await.map(|chunk| (chunk, receiver)) });
    let (media, name) = match format {
        ExportFormat::Csv => ("text/csv; charset=utf-8", "personnel.csv"),
        ExportFormat::Ndjson => ("application/x-ndjson", "personnel.ndjson"),
    };
    HttpResponse::Ok()
        .content_type(media)
        .insert_header(("content-disposition", format!("attachment; filename=\"{name}\"")))
        .streaming(body)
}

fn write_all(
    reading: &mut Reading<'_>,
    streaming: &Streaming,
    wanted: &ExportFilter,
    sender: &Sender<Result<Bytes, ApiError>>,
) -> ApiResult<()> {
    let (format, filter) = (wanted.format, wanted.clone().list());
    if format == ExportFormat::Csv && sender.blocking_send(Ok(heading())).is_err() {
        return Ok(());
    }
    // Ids first: pages by id would walk and sort the whole scope for each page.
    let mut ids = ids_of(reading, &filter)?;
    ids.sort_unstable();
    for chunk in ids.chunks(CHUNK) {
        let query = among(reading.scope, chunk).order(personnel::id.asc());
        let rows: Vec<PersonRow> = query.select(PersonRow::as_select()).load(reading.db)?;
        let text = write_chunk(reading, &rows, format)?;
        streaming.disclose(chunk)?;
        if sender.blocking_send(Ok(text)).is_err() {
            // The reader has gone away.
            return Ok(());
        }
    }
    Ok(())
}

/// A masked person as a line of the export: the words of the ledger, no column that could be unmasked.
#[derive(Serialize)]
struct Line<'a> {
    file_no: &'a str,
    name: &'a str,
    gender: &'static str,
    id_number: &'a str,
    phone: &'a str,
    division_code: &'a str,
    status: &'static str,
    control: &'static str,
    risk_level: &'static str,
    first_found_on: Option<chrono::NaiveDate>,
    migrant: bool,
}

const HEADINGS: [&str; 11] = [
    "档案号",
    "姓名",
    "性别",
    "身份证号",
    "电话",
    "区划代码",
    "管控现状",
    "管控情况",
    "风险等级",
    "初次查获日期",
    "外出务工",
];

fn heading() -> Bytes {
    let mut text = "\u{feff}".to_owned().into_bytes();
    text.extend_from_slice(HEADINGS.join(",").as_bytes());
    text.push(b'\n');
    text.into()
}

fn write_chunk(reading: &Reading<'_>, rows: &[PersonRow], format: ExportFormat) -> ApiResult<Bytes> {
    let mut text = Vec::with_capacity(rows.len() * 160);
    let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    for row in rows {
        let (_, secrets) = secrets(reading, row)?;
        let person = sealed::masked(row, secrets, FieldClasses::default())?;
        match format {
            ExportFormat::Csv => {
                csv.serialize(line(&person, true)).map_err(|error| ApiError::Internal(error.into()))?;
            }
            ExportFormat::Ndjson => {
                serde_json::to_writer(&mut text, &line(&person, false))
                    .map_err(|error| ApiError::Internal(error.into()))?;
                text.push(b'\n');
            }
        }
    }
    match format {
        ExportFormat::Csv => {
            csv.into_inner().map(Bytes::from).map_err(|error| ApiError::Internal(error.to_string().into()))
        }
        ExportFormat::Ndjson => Ok(text.into()),
    }
}

fn line(person: &Person, has_labels: bool) -> Line<'_> {
    let word = |label: crate::platform::coded::Label| if has_labels { label.zh } else { label.code };
    Line {
        file_no: plain(&person.file_no),
        name: plain(&person.name),
        gender: word(person.gender.label()),
        id_number: person.id_number_masked.as_deref().unwrap_or_default(),
        phone: person.phone_masked.as_deref().unwrap_or_default(),
        division_code: &person.division_code,
        status: word(person.status.label()),
        control: word(person.control.label()),
        risk_level: word(person.risk_level.label()),
        first_found_on: person.first_found_on,
        migrant: person.migrant.away,
    }
}

/// Text a spreadsheet would take for a formula loses the character that makes it one.
fn plain(text: &str) -> &str {
    text.trim_start_matches(FORMULA)
}
