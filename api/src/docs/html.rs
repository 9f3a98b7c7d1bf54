//! The frame of a page, and escaping.

const STYLE: &str = "body{font:15px/1.6 system-ui,'Noto Sans CJK SC',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;\
    color:#1c2733;background:#fff}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #d5dbe1}\
    code{font:13px/1.5 ui-monospace,monospace;overflow-wrap:anywhere}details{margin:.3rem 0;padding:.2rem .6rem;border-left:3px solid #c9d3dd}\
    summary{cursor:pointer}table{border-collapse:collapse;width:100%;margin:.4rem 0}td,th{text-align:left;vertical-align:top;\
    padding:.2rem .6rem .2rem 0;border-bottom:1px solid #e6eaee}.method{display:inline-block;min-width:4rem;font-weight:600}\
    a{color:#0b5cad}nav a{margin-right:1rem}@media(prefers-color-scheme:dark){body{background:#12171d;color:#dbe2e9}a{color:#7db8f5}}";

/// A whole page; `title` is text, `body` is HTML.
pub fn page(title: &str, body: &str) -> String {
    let title = escaped(title);
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{title}</title><style>{STYLE}</style></head>\n<body><nav><a href=\"/docs\">接口 API</a><a href=\"/docs/problems\">错误码 Codes</a>\
         <a href=\"/api/v1/openapi.json\">openapi.json</a></nav>\n<h1>{title}</h1>\n{body}</body></html>\n"
    )
}

/// Text made safe inside HTML, attributes included.
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(escaped("<a b='\"'>&"), "&lt;a b=&#39;&quot;&#39;&gt;&amp;");
        assert!(page("<script>", "").contains("<title>&lt;script&gt;</title>"));
    }
}
