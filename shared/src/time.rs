//! Moments and days: UTC inside, China Standard Time where people read them.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, Utc};

use crate::value::{Fault, stored_as_text, text};

/// A phone's clock may be ahead by so many seconds before what it tells counts as lying in the future.
pub const CLOCK_AHEAD_SECONDS: i64 = 300;

/// A moment, kept to the millisecond: a number in the database, RFC 3339 with `Z` on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[cfg_attr(feature = "db", derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow), diesel(sql_type = diesel::sql_types::BigInt))]
#[schema(value_type = DateTime<Utc>, max_length = 35)]
#[serde(try_from = "String", into = "DateTime<Utc>")]
pub struct Moment(i64);

/// UTC+8 all year: China keeps no daylight saving time.
pub const CHINA: FixedOffset = FixedOffset::east_opt(8 * 3600).unwrap();

impl Moment {
    /// Reads the clock. Only handlers, jobs and commands do; everything below takes the moment as an argument.
    pub fn now() -> Self {
        Utc::now().into()
    }

    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 in UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }

    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds * 1000)
    }

    /// So many milliseconds later, or earlier.
    #[must_use]
    pub const fn plus_millis(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }

    /// Whole seconds from `earlier` to this moment; negative when it is the other way round.
    pub const fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0) / 1000
    }

    pub fn in_china(self) -> DateTime<FixedOffset> {
        DateTime::<Utc>::from(self).with_timezone(&CHINA)
    }

    /// The day people in China call it.
    pub fn day(self) -> Day {
        Day::from(self.in_china().date_naive())
    }

    /// `2026-11-23 16:05` in China.
    pub fn to_minute(self) -> String {
        self.in_china().format("%Y-%m-%d %H:%M").to_string()
    }
}

/// The longest moment that is read: nanoseconds and an offset.
const LONGEST: usize = 35;

impl TryFrom<String> for Moment {
    type Error = chrono::ParseError;

    /// RFC 3339; what is longer than any moment is none.
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let text = if text.len() > LONGEST { "" } else { text.as_str() };
        DateTime::parse_from_rfc3339(text).map(|it| it.to_utc().into())
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(it: DateTime<Utc>) -> Self {
        Self(it.timestamp_millis())
    }
}

impl From<Moment> for DateTime<Utc> {
    fn from(it: Moment) -> Self {
        DateTime::from_timestamp_millis(it.0).unwrap_or(DateTime::UNIX_EPOCH)
    }
}

#[cfg(feature = "db")]
const _: () = {
    use diesel::backend::Backend;
    use diesel::deserialize::{self, FromSql};
    use diesel::serialize::{self, Output, ToSql};
    use diesel::sql_types::BigInt;

    impl<DB: Backend> ToSql<BigInt, DB> for Moment
    where
        i64: ToSql<BigInt, DB>,
    {
        fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
            self.0.to_sql(out)
        }
    }

    impl<DB: Backend> FromSql<BigInt, DB> for Moment
    where
        i64: FromSql<BigInt, DB>,
    {
        fn from_sql(value: DB::RawValue<'_>) -> deserialize::Result<Self> {
            Ok(Self(i64::from_sql(value)?))
        }
    }
};

/// A day as people mean it (an appointment's first day, a patrol's date): ISO text in the database and on the wire.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[cfg_attr(feature = "db", derive(diesel::expression::AsExpression, diesel::deserialize::FromSqlRow), diesel(sql_type = diesel::sql_types::Text))]
#[schema(value_type = NaiveDate, max_length = 10)]
#[serde(try_from = "String", into = "String")]
pub struct Day(String);

impl Day {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn date(&self) -> NaiveDate {
        self.0.parse().unwrap_or_default()
    }

    /// The day `days` before or after this one.
    #[must_use]
    pub fn shifted(&self, days: i64) -> Self {
        let date = self.date();
        let shift = Days::new(days.unsigned_abs());
        let moved = if days < 0 { date.checked_sub_days(shift) } else { date.checked_add_days(shift) };
        moved.unwrap_or(date).into()
    }

    /// Midnight in China at which the day begins.
    pub fn begins(&self) -> Moment {
        let midnight = self.date().and_time(chrono::NaiveTime::MIN);
        Moment(midnight.and_utc().timestamp_millis() - 8 * 3600 * 1000)
    }

    /// The first day of its month.
    #[must_use]
    pub fn first_of_month(&self) -> Self {
        let date = self.date();
        date.with_day(1).unwrap_or(date).into()
    }
}

impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Self {
        Self(date.format("%Y-%m-%d").to_string())
    }
}

impl std::str::FromStr for Day {
    type Err = Fault;

    fn from_str(s: &str) -> Result<Self, Fault> {
        let date = NaiveDate::parse_from_str(s.trim(), "%Y-%m-%d").map_err(|_| Fault::Day)?;
        if (1900..=2200).contains(&date.year()) { Ok(date.into()) } else { Err(Fault::Day) }
    }
}

impl TryFrom<String> for Day {
    type Error = Fault;

    fn try_from(text: String) -> Result<Self, Fault> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(it: Day) -> Self {
        it.0
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

stored_as_text!(Day, |text| Ok(Self(text)));

text!(
    /// A month: `2026-03`.
    Month, max 7, "^[0-9]{4}-(0[1-9]|1[0-2])$", |s| {
        let month = s.trim();
        let fit = month.len() == 7 && format!("{month}-01").parse::<Day>().is_ok();
        if fit { Ok(month.to_owned()) } else { Err(Fault::Month) }
    }
);

impl Month {
    /// The month a day lies in.
    pub fn of(day: &Day) -> Self {
        Self(day.as_str().get(..7).unwrap_or_default().to_owned())
    }

    pub fn first_day(&self) -> Day {
        Day(format!("{}-01", self.0))
    }

    #[must_use]
    pub fn before(&self) -> Self {
        Self::of(&self.first_day().shifted(-1))
    }

    #[must_use]
    pub fn after(&self) -> Self {
        Self::of(&self.first_day().shifted(31))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_china() -> Result<(), Fault> {
        let day: Day = "2026-03-01".parse()?;
        assert_eq!(day.begins().day(), day);
        assert_eq!(Moment::from_millis(day.begins().millis() - 1).day(), day.shifted(-1));
        assert_eq!(day.shifted(-1).as_str(), "2026-02-28");
        assert_eq!("2026-2-30".parse::<Day>(), Err(Fault::Day));
        Ok(())
    }

    #[test]
    fn months_follow_one_another() -> Result<(), Fault> {
        let month: Month = "2026-12".parse()?;
        assert_eq!((month.first_day().as_str(), month.before().as_str(), month.after().as_str()), ("2026-12-01", "2026-11", "2027-01"));
        for wrong in ["2026-13", "2026-00", "2026-1", "202612", "2026-1-"] {
            assert_eq!(wrong.parse::<Month>(), Err(Fault::Month), "{wrong}");
        }
        Ok(())
    }
}
