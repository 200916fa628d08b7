//! The change feed: which record lies in which bucket and when it changed last, written in the transaction of the change itself.
//!
//! Two doors lead here: [`crate::cases::rows::carried`] for cases, whatever happens to them, and [`crate::changes::note`] for all else.

pub mod order;

use std::str::FromStr;

use diesel::prelude::*;
use diesel::upsert::excluded;
use shared::grids::GridCode;
use shared::staffing::{AreaCode, PersonId};
use shared::sync::TOMBSTONE_DAYS;
use shared::sync::pulling::{Bucket, RecordKind};
use shared::time::Moment;

use crate::db::Conn;
use crate::error::Error;
use crate::grids::rows::of_area;
use crate::on_either;
use crate::schema::{feed, feed_clock};

/// What stands for the one record of a kind that is sent whole.
pub const WHOLE: &str = "*";
/// Rows the clock works on at once.
const BATCH: i64 = 500;

/// A record in a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = feed)]
pub struct FeedRow {
    pub kind: String,
    pub record: String,
    pub bucket: String,
    pub seq: i64,
    pub gone: bool,
    pub at: Moment,
    pub leaves_at: Option<Moment>,
}

/// The bucket of one person's own records; on that person's phone it is called `me`.
pub fn of_person(person: PersonId) -> String {
    format!("person:{person}")
}

/// The buckets of everybody who works in some areas. What is for a whole sub-district is for everybody: one row instead of one a grid.
pub fn of_areas(conn: &mut Conn, areas: &[AreaCode], now: Moment) -> Result<Vec<String>, Error> {
    if areas.iter().any(|area| area.len() == 9) {
        return Ok(vec![Bucket::config().into()]);
    }
    of_grids_in(conn, areas, now)
}

/// The buckets of the grids in some areas: of those who work there and nobody else.
pub fn of_grids_in(conn: &mut Conn, areas: &[AreaCode], now: Moment) -> Result<Vec<String>, Error> {
    let mut grids: Vec<GridCode> = Vec::new();
    for area in areas {
        grids.extend(of_area(conn, area, &now.day())?);
    }
    grids.sort_unstable();
    grids.dedup();
    Ok(grids.iter().map(|grid| Bucket::grid(grid).into()).collect())
}

/// The record somebody has of something, each one of his own: what he has answered, what he has read.
pub fn own_record(of: impl std::fmt::Display, person: PersonId) -> String {
    format!("{of}{person}").replace('-', "")
}

/// What such a record is of.
pub fn owned<I: FromStr>(record: &str) -> Option<I> {
    record.get(..32)?.parse().ok()
}

/// Writes down that a record has changed and lies in these buckets now. It leaves those it lay in before. `leaves_at`: when it leaves
/// them by itself.
pub fn put(
    conn: &mut Conn,
    kind: RecordKind,
    record: &str,
    buckets: &[String],
    leaves_at: Option<Moment>,
    now: Moment,
) -> Result<(), Error> {
    let seq = order::next(conn)?;
    let there: Vec<String> = feed::table
        .filter(feed::kind.eq(kind.as_str()))
        .filter(feed::record.eq(record))
        .filter(feed::gone.eq(false))
        .select(feed::bucket)
        .load(conn)?;
    for bucket in there.iter().filter(|bucket| !buckets.contains(bucket)) {
        let left = (feed::seq.eq(seq), feed::gone.eq(true), feed::at.eq(now), feed::leaves_at.eq(None::<Moment>));
        diesel::update(feed::table.find((kind.as_str(), record, bucket))).set(left).execute(conn)?;
    }
    for bucket in buckets {
        let row = FeedRow { kind: kind.to_string(), record: record.into(), bucket: bucket.clone(), seq, gone: false, at: now, leaves_at };
        let changed = (
            feed::seq.eq(excluded(feed::seq)),
            feed::gone.eq(excluded(feed::gone)),
            feed::at.eq(excluded(feed::at)),
            feed::leaves_at.eq(excluded(feed::leaves_at)),
        );
        on_either!(
            conn,
            diesel::insert_into(feed::table)
                .values(&row)
                .on_conflict((feed::kind, feed::record, feed::bucket))
                .do_update()
                .set(changed)
                .execute(conn)
        )?;
    }
    Ok(())
}

/// What of the history ([`crate::changes`]) phones hold: the few records everybody reads.
pub fn follow(conn: &mut Conn, noun: &str, now: Moment) -> Result<(), Error> {
    let kind = match noun {
        "settings" => RecordKind::Settings,
        "sla_limit" => RecordKind::Limits,
        "holidays" => RecordKind::Holidays,
        "template" => RecordKind::Templates,
        "patrol_plans" => RecordKind::PatrolPlans,
        _ => return Ok(()),
    };
    put(conn, kind, WHOLE, &[Bucket::config().into()], None, now)
}

/// Everything in these buckets after their cursors that is certain to be all there is: `below` is [`order::Visible::below`]. At most
/// `most` rows, but never half of what one transaction did.
pub fn since(conn: &mut Conn, cursors: &[(String, i64)], below: i64, most: usize) -> Result<(Vec<FeedRow>, bool), Error> {
    let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let mut rows: Vec<FeedRow> = after(cursors, below).order((feed::seq, feed::kind, feed::record)).limit(limit).load(conn)?;
    if rows.len() <= most {
        return Ok((rows, false));
    }
    let Some(last) = rows.get(most.saturating_sub(1)).map(|row| row.seq) else { return Ok((rows, false)) };
    rows.retain(|row| row.seq < last);
    let together: Vec<FeedRow> = after(cursors, below).filter(feed::seq.eq(last)).order((feed::kind, feed::record)).load(conn)?;
    rows.extend(together);
    Ok((rows, true))
}

type Feed<'a> = feed::BoxedQuery<
    'a,
    <Conn as diesel::Connection>::Backend,
    diesel::dsl::SqlTypeOf<diesel::dsl::AsSelect<FeedRow, <Conn as diesel::Connection>::Backend>>,
>;

fn after<'a>(cursors: &'a [(String, i64)], below: i64) -> Feed<'a> {
    let none = feed::table.select(FeedRow::as_select()).into_boxed();
    cursors
        .iter()
        .fold(none, |query, (bucket, cursor)| query.or_filter(feed::bucket.eq(bucket).and(feed::seq.gt(*cursor)).and(feed::seq.lt(below))))
}

/// A record of a bucket: kind, id, revision.
pub type Lying = (String, String, i64);

/// All that lies in a bucket; `None` when some of it changed after `up_to`.
pub fn whole(conn: &mut Conn, bucket: &str, up_to: i64) -> Result<Option<Vec<Lying>>, Error> {
    type Row = (String, String, i64, bool);
    let rows: Vec<Row> =
        feed::table.filter(feed::bucket.eq(bucket)).select((feed::kind, feed::record, feed::seq, feed::gone)).load(conn)?;
    if rows.iter().any(|(_, _, seq, _)| *seq > up_to) {
        return Ok(None);
    }
    Ok(Some(rows.into_iter().filter(|(_, _, _, gone)| !gone).map(|(kind, record, seq, _)| (kind, record, seq)).collect()))
}

/// Lets records go whose time on the phones is over, and forgets tombstones that everybody has seen who comes back in time.
pub fn tidy(conn: &mut Conn, now: Moment) -> Result<(), Error> {
    let leaving: Vec<(String, String, String)> = feed::table
        .filter(feed::leaves_at.le(now))
        .select((feed::kind, feed::record, feed::bucket))
        .order(feed::leaves_at)
        .limit(BATCH)
        .load(conn)?;
    for (kind, record, bucket) in leaving {
        let seq = order::next(conn)?;
        let left = (feed::seq.eq(seq), feed::gone.eq(true), feed::at.eq(now), feed::leaves_at.eq(None::<Moment>));
        diesel::update(feed::table.find((kind, record, bucket))).set(left).execute(conn)?;
    }
    let before = now.plus_seconds(-TOMBSTONE_DAYS * 86_400);
    // In the words of the index, which holds nothing else.
    let old = || feed::table.filter(feed::gone).filter(feed::at.lt(before));
    let last: Option<i64> = old().select(diesel::dsl::max(feed::seq)).first(conn)?;
    if let Some(last) = last {
        diesel::update(feed_clock::table.filter(feed_clock::forgotten.lt(last))).set(feed_clock::forgotten.eq(last)).execute(conn)?;
        diesel::delete(old()).execute(conn)?;
    }
    Ok(())
}

/// Whether any record of a kind was ever written down. Otherwise the feed is new, or the records came in beside it.
pub fn knows_any(conn: &mut Conn, kind: RecordKind) -> Result<bool, Error> {
    Ok(diesel::select(diesel::dsl::exists(feed::table.filter(feed::kind.eq(kind.as_str())).select(feed::record))).get_result(conn)?)
}
