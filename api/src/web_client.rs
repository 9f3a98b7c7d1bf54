//! The built web client: its files, and its first page for every address of its own.
use std::future::ready;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_files::NamedFile;
use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, HeaderValue};
use actix_web::middleware::Compress;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, ResponseError, guard};

use crate::platform::error::ApiResult;
use crate::platform::http::health::no_such_address;

/// First parts of paths that are the server's: an unknown address below them is answered with a problem document.
const OF_THE_SERVER: [&str; 4] = ["api", "docs", "health", "metrics"];
/// Files in here carry a hash of their content in their name.
const HASHED: &str = "assets";
const INDEX: &str = "index.html";

/// Serves the client in `folder`, if there is one. To be configured last: it answers what is left.
pub fn configure(folder: Option<PathBuf>) -> impl FnOnce(&mut ServiceConfig) {
    move |cfg| {
        let Some(folder) = folder else { return };
        let folder: Arc<Path> = folder.into();
        let answer = move |request: HttpRequest| ready(file(&folder, &request));
        // Only what is the same for everyone is compressed; answers of the API mix secrets with text a stranger may choose.
        let pages =
            web::scope("").guard(guard::fn_guard(|context| is_page(&context.head().method, context.head().uri.path())));
        cfg.service(pages.wrap(Compress::default()).default_service(web::to(answer)));
    }
}

fn is_page(method: &Method, path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    (method == Method::GET || method == Method::HEAD) && !OF_THE_SERVER.contains(&first)
}

fn file(folder: &Path, request: &HttpRequest) -> ApiResult<HttpResponse> {
    let wanted =
        segments(request.path()).map(|parts| parts.iter().fold(folder.to_owned(), |path, part| path.join(part)));
    let is_hashed = request.path().trim_start_matches('/').starts_with(&format!("{HASHED}/"));
    let found = match wanted {
        Some(path) if path.is_file() => path,
        _ if is_hashed => return Ok(missing()),
        _ => folder.join(INDEX),
    };
    let file = NamedFile::open(&found).map_err(|_gone| no_such_address())?;
    let mut response = file.disable_content_disposition().into_response(request);
    if !is_hashed {
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
    Ok(response)
}

/// A file of an earlier build may be asked for and come back with the next: that it is missing must not be remembered.
fn missing() -> HttpResponse {
    let mut response = no_such_address().error_response();
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The parts of a path when each is a plain name; anything else (`..`, hidden files, escapes) names no file of the client.
fn segments(path: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    let is_plain = |part: &&str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
    };
    parts.iter().all(is_plain).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_files() {
        assert_eq!(segments("/assets/index-Bx1_.js"), Some(vec!["assets", "index-Bx1_.js"]));
        for path in ["/", "/../data/jindu.db", "/assets/..", "/.env", "/a//b", "/%2e%2e/keys", "/a\\b"] {
            assert_eq!(segments(path), None, "{path}");
        }
    }

    #[test]
    fn addresses_of_the_server_are_no_pages() {
        for path in ["/", "/personnel/1", "/apiary", "/assets/a.js"] {
            assert!(is_page(&Method::GET, path), "{path}");
        }
        for path in ["/api", "/api/v2/x", "/docs/x", "/health", "/metrics/"] {
            assert!(!is_page(&Method::GET, path), "{path}");
        }
        assert!(!is_page(&Method::POST, "/personnel"));
    }
}
