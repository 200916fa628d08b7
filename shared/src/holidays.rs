//! The table of holidays and make-up workdays (放假与调休) by which working time is counted.
//!
//! It begins as [`crate::sla::shipped_days`]; the office replaces it year by year when the State Council's notice comes out.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::call::{Call, Method};
use crate::imports::ImportOutcome;
use crate::sla::DayKind;
use crate::time::{Day, Moment};
use crate::value::{Fault, empty_is_none, text};

text!(
    /// What people call the day: `国庆节`, `国庆节调休`.
    HolidayName, 30
);

/// Stands at the end of the name of a day that the year's notice has not confirmed yet.
pub const PROVISIONAL: &str = "（暂定）";

/// A year the table may have days of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[schema(value_type = u16, minimum = 2000, maximum = 2100)]
#[serde(try_from = "u16", into = "u16")]
pub struct Year(u16);

impl Year {
    /// The year a day lies in.
    pub fn of(day: &Day) -> Result<Self, Fault> {
        day.as_str().get(..4).unwrap_or_default().parse()
    }

    /// Its first day, and that of the year after.
    pub fn span(self) -> (Day, Day) {
        let first = |year: u16| chrono::NaiveDate::from_ymd_opt(i32::from(year), 1, 1).unwrap_or_default().into();
        (first(self.0), first(self.0 + 1))
    }

    /// The year after it; the last one has none.
    pub fn next(self) -> Option<Self> {
        (self.0 + 1).try_into().ok()
    }
}

impl TryFrom<u16> for Year {
    type Error = Fault;

    fn try_from(year: u16) -> Result<Self, Fault> {
        if (2000..=2100).contains(&year) { Ok(Self(year)) } else { Err(Fault::OutOfRange) }
    }
}

impl From<Year> for u16 {
    fn from(it: Year) -> Self {
        it.0
    }
}

impl FromStr for Year {
    type Err = Fault;

    fn from_str(s: &str) -> Result<Self, Fault> {
        s.trim().parse::<u16>().map_err(|_| Fault::OutOfRange)?.try_into()
    }
}

impl std::fmt::Display for Year {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// A day that is not as its weekday says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holiday {
    pub day: Day,
    pub kind: DayKind,
    pub name: HolidayName,
}

impl Holiday {
    /// Whether the year's notice may still say otherwise.
    pub fn is_provisional(&self) -> bool {
        self.name.ends_with(PROVISIONAL)
    }

    /// Its name without the remark that it is provisional.
    pub fn plain_name(&self) -> &str {
        self.name.strip_suffix(PROVISIONAL).unwrap_or(&self.name)
    }
}

/// The table, or one year of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Holidays {
    /// Earliest first. A year with no days at all is not in the table: working time is then counted by the weekdays alone.
    #[schema(max_items = 40_000)]
    pub days: Vec<Holiday>,
    /// Of the whole table, whatever part of it was asked for.
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

/// Which part of the table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HolidayFilter {
    /// All years when left out.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "empty_is_none")]
    #[param(value_type = Option<u16>, minimum = 2000, maximum = 2100)]
    pub year: Option<Year>,
}

/// How a year is replaced.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReplaceOptions {
    /// Only tell what would change.
    #[serde(default)]
    pub dry_run: bool,
}

/// Days in a row that are of a kind, as a notice tells them: `10 月 1 日至 7 日，国庆节`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub from: Day,
    pub to: Day,
    pub kind: DayKind,
    /// The names of its days, each once, without remarks.
    pub names: Vec<String>,
    pub provisional: bool,
}

impl Span {
    /// How many days it has.
    pub fn len(&self) -> i64 {
        (self.to.date() - self.from.date()).num_days() + 1
    }

    /// A span has at least a day.
    pub const fn is_empty(&self) -> bool {
        false
    }
}

/// The days of a table, which are in order, gathered into spans.
pub fn spans(days: &[Holiday]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for holiday in days {
        let name = holiday.plain_name().to_owned();
        match spans.last_mut() {
            Some(last) if last.kind == holiday.kind && last.to.shifted(1) == holiday.day => {
                last.to = holiday.day.clone();
                last.provisional |= holiday.is_provisional();
                if !last.names.contains(&name) {
                    last.names.push(name);
                }
            }
            _ => spans.push(Span {
                from: holiday.day.clone(),
                to: holiday.day.clone(),
                kind: holiday.kind,
                names: vec![name],
                provisional: holiday.is_provisional(),
            }),
        }
    }
    spans
}

/// Public.
pub fn list_holidays(filter: &HolidayFilter) -> Call<Holidays> {
    Call::list("/holidays", filter)
}

/// Replaces a year by the days of a CSV file, or tells what that would do. `version` is the table's.
pub fn replace_holidays(year: Year, options: ReplaceOptions, csv: Vec<u8>, version: i32) -> Call<ImportOutcome> {
    Call::send(Method::Put, format!("/holidays/{year}?dry_run={}", options.dry_run), "text/csv", csv).when(version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sla::shipped_days;

    #[test]
    fn spans_read_as_the_notices_do() -> Result<(), Fault> {
        let days: Vec<Holiday> =
            shipped_days().map(|(day, kind, name)| Ok(Holiday { day, kind, name: name.parse()? })).collect::<Result<_, Fault>>()?;
        let told = |year: &str| -> Vec<String> {
            let of_year: Vec<Holiday> = days.iter().filter(|h| h.day.as_str().starts_with(year)).cloned().collect();
            let tell = |s: &Span| {
                format!("{}+{} {} {}{}", &s.from.as_str()[5..], s.len(), s.kind, s.names.join("、"), if s.provisional { "?" } else { "" })
            };
            spans(&of_year).iter().map(tell).collect()
        };
        let national: Vec<String> = told("2025").into_iter().filter(|span| span.contains("国庆")).collect();
        assert_eq!(national, ["09-28+1 workday 国庆节调休", "10-01+8 off 国庆节、中秋节", "10-11+1 workday 国庆节调休"]);
        assert_eq!(told("2026").len(), 13);
        assert_eq!(told("2027")[1], "02-05+4 off 除夕、春节?");
        Ok(())
    }

    #[test]
    fn a_year_has_its_own_days() -> Result<(), Fault> {
        let year: Year = "2026".parse()?;
        assert_eq!(year.span(), ("2026-01-01".parse()?, "2027-01-01".parse()?));
        assert_eq!(Year::of(&"2026-12-31".parse()?)?, year);
        assert_eq!("1999".parse::<Year>(), Err(Fault::OutOfRange));
        assert_eq!(Year(2100).next(), None);
        Ok(())
    }
}
