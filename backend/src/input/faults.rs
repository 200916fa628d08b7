//! Turns a parser's complaint into one about a place, in words people understand.

use shared::problem::Code;
use shared::value::Fault;

use crate::error::{Error, FieldFault, Words};
use crate::say;

/// Text that is not JSON at all: 400.
pub fn syntax(error: &serde_json::Error) -> Error {
    let (line, column) = (error.line(), error.column());
    Error::new(Code::Malformed)
        .saying(say!("不是有效的 JSON：第 {line} 行第 {column} 列有误", "Not valid JSON: line {line}, column {column}"))
}

/// JSON that is not the shape we want: 422, with a pointer.
pub fn of_json(error: &serde_path_to_error::Error<serde_json::Error>) -> Error {
    if !error.inner().is_data() {
        return syntax(error.inner());
    }
    let said = error.inner().to_string();
    Error::fields(vec![fault(pointer(error.path()), &said)])
}

/// A query string that is not the shape we want: 422, the pointer `?name`.
pub fn of_query(error: &serde_path_to_error::Error<serde_urlencoded::de::Error>) -> Error {
    let path = error.path().to_string();
    let said = error.inner().to_string();
    Error::fields(vec![fault(if path == "." { "?".into() } else { format!("?{path}") }, &said)])
}

/// A JSON pointer (RFC 6901).
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let segments = path.iter().filter_map(|segment| match segment {
        Segment::Seq { index } => Some(index.to_string()),
        Segment::Map { key } => Some(key.replace('~', "~0").replace('/', "~1")),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    segments.map(|s| format!("/{s}")).collect()
}

fn fault(mut pointer: String, said: &str) -> FieldFault {
    if let Some(fault) = Fault::find(said) {
        return FieldFault::of(pointer, fault);
    }
    let quoted = said.split('`').nth(1).unwrap_or_default();
    let (code, words) = if said.starts_with("missing field") {
        pointer = format!("{pointer}{}{quoted}", if pointer.starts_with('?') { "" } else { "/" });
        ("required", say!("缺少 {quoted}", "{quoted} is missing"))
    } else if said.starts_with("unknown field") {
        if !pointer.ends_with(quoted) {
            pointer = format!("{pointer}{}{quoted}", if pointer.starts_with('?') { "" } else { "/" });
        }
        ("unknown_member", say!("没有 {quoted} 这一项", "There is no member {quoted}"))
    } else if said.starts_with("unknown variant") {
        let choices = said.split('`').skip(3).step_by(2).collect::<Vec<_>>().join(", ");
        ("choice", say!("{quoted} 不在可选项之中：{choices}", "{quoted} is not one of: {choices}"))
    } else if said.starts_with("duplicate field") {
        ("duplicate", say!("{quoted} 出现了两次", "{quoted} is given twice"))
    } else {
        ("wrong_type", wrong_type(said))
    };
    FieldFault::new(pointer, code, words)
}

/// serde's own words (`invalid type: string "x", expected i32`) without the line and column.
fn wrong_type(said: &str) -> Words {
    let said = said.split(" at line ").next().unwrap_or(said);
    let plain: String = said.chars().filter(|c| !c.is_control()).take(200).collect();
    match plain.split_once(", expected ") {
        Some((got, expected)) => {
            let got = got.trim_start_matches("invalid type: ").trim_start_matches("invalid value: ");
            say!("类型不对：收到 {got}，应为 {expected}", "Wrong type: got {got}, expected {expected}")
        }
        None => say!("内容不对：{plain}", "Not right: {plain}"),
    }
}
