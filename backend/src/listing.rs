//! Cutting a page from a list, by keyset and never by offset.

use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::page::{DEFAULT_LIMIT, MAX_LIMIT, Page};
use shared::value::Fault;

use crate::error::{Error, FieldFault};
use crate::say;
use crate::secrets::Secrets;

/// The most characters a search may have.
const MOST_SEARCHED: usize = 60;

/// Where a page begins and how long it is. `P` is the position of a row: its sort key and id.
pub struct Stretch<P> {
    list: String,
    /// The last row of the page before.
    pub after: Option<P>,
    limit: u16,
    secrets: Secrets,
}

impl<P: Serialize + DeserializeOwned> Stretch<P> {
    /// `list` names the list; `filter` is everything but cursor and limit, so that a cursor cannot be used with another filter.
    pub fn new(secrets: &Secrets, list: &str, filter: &impl Serialize, cursor: Option<&str>, limit: Option<u16>) -> Result<Self, Error> {
        let limit = fit_limit(limit)?;
        let list = format!("{list}{}", filter_text(filter));
        let after = cursor.map(|c| secrets.position(&list, c)).transpose()?;
        Ok(Self { list, after, limit, secrets: secrets.clone() })
    }

    /// How many rows to load: one more than the page holds, to know whether there is a next one.
    pub fn to_load(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// The page, from rows loaded by [`Stretch::to_load`].
    pub fn page<T>(&self, mut rows: Vec<T>, position: impl Fn(&T) -> P) -> Page<T> {
        let limit = usize::from(self.limit);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = rows.last().filter(|_| more).map(|last| self.secrets.cursor(&self.list, &position(last)));
        Page { items: rows, next_cursor }
    }
}

/// The filter as text, without what only says where in the list we are.
fn filter_text(filter: &impl Serialize) -> String {
    let Ok(serde_json::Value::Object(mut members)) = serde_json::to_value(filter) else { return String::new() };
    members.retain(|name, value| name != "cursor" && name != "limit" && !value.is_null());
    serde_json::Value::Object(members).to_string()
}

/// What a list is searched for: `None` when nothing is left of it. PostgreSQL takes no NUL in a text, and nobody looks for one.
pub fn searched<'a>(pointer: &str, text: Option<&'a str>) -> Result<Option<&'a str>, Error> {
    let text = text.unwrap_or_default().trim();
    if text.chars().any(char::is_control) {
        return Err(Error::fields(vec![FieldFault::of(pointer, Fault::ControlCharacter)]));
    }
    if text.chars().count() > MOST_SEARCHED {
        return Err(Error::fields(vec![FieldFault::of(pointer, Fault::TooLong(MOST_SEARCHED))]));
    }
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// `%text%` for LIKE, with its special characters taken literally (`ESCAPE '\'`).
pub fn containing(text: &str) -> String {
    format!("%{}%", escaped(text))
}

/// `text%` for LIKE.
pub fn beginning_with(text: &str) -> String {
    format!("{}%", escaped(text))
}

fn escaped(text: &str) -> String {
    text.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

/// How many items a page holds; 422 for none, and for more than a page can hold.
pub fn fit_limit(limit: Option<u16>) -> Result<u16, Error> {
    let limit = limit.unwrap_or(DEFAULT_LIMIT);
    if limit == 0 || limit > MAX_LIMIT {
        return Err(Error::invalid(
            "?limit",
            "out_of_range",
            say!("limit 应在 1 到 {MAX_LIMIT} 之间", "limit must lie between 1 and {MAX_LIMIT}"),
        ));
    }
    Ok(limit)
}
