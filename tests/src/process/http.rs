//! As much of an HTTP client as a test or the benchmark needs.
use std::io::{BufRead, BufReader, Error, Read, Result, Write};
use std::net::{SocketAddr, TcpStream};

/// What came back.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The body, whole.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON; `null` when it is none.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

/// Sends one request on a connection of its own and reads the whole answer.
///
/// # Errors
/// No connection, or an answer that breaks off.
pub fn send(to: SocketAddr, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Result<Answer> {
    let mut stream = TcpStream::connect(to)?;
    let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = body.len();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\nContent-Length: {length}\r\n{lines}\r\n"
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)?;
    read(BufReader::new(stream))
}

fn read(mut stream: BufReader<TcpStream>) -> Result<Answer> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|code| code.parse().ok()).ok_or_else(|| Error::other("no status"))?;
    let mut is_chunked = false;
    loop {
        line.clear();
        stream.read_line(&mut line)?;
        let header = line.trim().to_ascii_lowercase();
        is_chunked |= header == "transfer-encoding: chunked";
        if header.is_empty() {
            break;
        }
    }
    let mut body = Vec::new();
    if is_chunked {
        read_chunks(&mut stream, &mut body)?;
    } else {
        stream.read_to_end(&mut body)?;
    }
    Ok(Answer { status, body })
}

fn read_chunks(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> Result<()> {
    loop {
        let mut line = String::new();
        stream.read_line(&mut line)?;
        let size = u64::from_str_radix(line.trim(), 16).map_err(Error::other)?;
        let read = stream.by_ref().take(size).read_to_end(body)?;
        if read as u64 != size {
            return Err(Error::other("the answer broke off"));
        }
        line.clear();
        stream.read_line(&mut line)?;
        if size == 0 {
            return Ok(());
        }
    }
}
