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
        // One of several shapes: what says which stands around it.
        Segment::Enum { variant } => Some(variant.clone()),
        Segment::Unknown => None,
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

/// A list where an object should be: 422.
pub fn not_an_object() -> Error {
    Error::invalid("", "wrong_type", say!("应为对象（{{…}}），收到的是列表", "Send an object, {{…}}, not a list"))
}

/// serde's own words (`invalid type: string "x", expected i32`) in ours; what they do not know stays as it is, without line and column.
fn wrong_type(said: &str) -> Words {
    let said = said.split(" at line ").next().unwrap_or(said);
    let plain: String = said.chars().filter(|c| !c.is_control()).take(200).collect();
    if let Some((got, expected)) = plain.rsplit_once(", expected ") {
        let got = got.trim_start_matches("invalid type: ").trim_start_matches("invalid value: ");
        let (wanted_zh, wanted_en) = wanted(expected);
        let (zh, en) = sent(got);
        return say!("类型不对：应为{wanted_zh}，收到的是{zh}", "Wrong type: {wanted_en} is wanted, this is {en}");
    }
    let (zh, en) = match plain.as_str() {
        p if p.contains("UUID") => ("应为编号（UUID）", "An id (UUID) is wanted"),
        p if p.contains("digit") || p.contains("integer") || p.contains("too large") || p.contains("too small") => {
            ("应为整数，且不超出范围", "A whole number within range is wanted")
        }
        p if p.contains("float") => ("应为数字", "A number is wanted"),
        p if p.contains("`true` or `false`") => ("应为 true 或 false", "true or false is wanted"),
        p if p.contains("input contains") || p.contains("premature end") => {
            ("应为时间，如 2026-03-01T08:00:00Z", "A time is wanted, like 2026-03-01T08:00:00Z")
        }
        _ => return say!("内容不对：{plain}", "Not right: {plain}"),
    };
    say!("{zh}", "{en}")
}

/// What serde says it expected.
fn wanted(expected: &str) -> (&str, &str) {
    match expected {
        e if e.contains("UUID") => ("编号（UUID）", "an id (UUID)"),
        e if e.contains("date") => ("时间，如 2026-03-01T08:00:00Z", "a time, like 2026-03-01T08:00:00Z"),
        e if e.contains("string") => ("文字", "text"),
        "u8" | "u16" | "u32" | "u64" | "usize" => ("不小于 0、不超出范围的整数", "a whole number of 0 or more within range"),
        "i8" | "i16" | "i32" | "i64" => ("不超出范围的整数", "a whole number within range"),
        "f32" | "f64" => ("数字", "a number"),
        "a boolean" => (" true 或 false ", "true or false"),
        "a sequence" => ("列表", "a list"),
        e if e.starts_with("struct ") || e == "a map" => ("对象（{…}）", "an object, {…}"),
        other => (other, other),
    }
}

/// What serde says it got.
fn sent(got: &str) -> (String, String) {
    let value = got.split_once(' ').map_or("", |(_, value)| value).trim_matches('`');
    match got.split(' ').next().unwrap_or_default() {
        "null" | "unit" => ("空值（null）".into(), "null".into()),
        "integer" => (format!("数字 {value}"), format!("the number {value}")),
        "floating" => {
            let value = value.trim_start_matches("point ").trim_matches('`');
            (format!("数字 {value}"), format!("the number {value}"))
        }
        "string" => (format!("文字 {value}"), format!("the text {value}")),
        "boolean" => (value.into(), value.into()),
        "sequence" => ("列表".into(), "a list".into()),
        "map" => ("对象".into(), "an object".into()),
        _ => (got.into(), got.into()),
    }
}
