//! The order in which changes become visible.
//!
//! A reader remembers the last number it has seen and asks for what comes after. So nothing may appear below a number somebody has
//! seen. A plain sequence breaks that: of two transactions at once, the one with the greater number may be committed first.
//!
//! SQLite has one writer: a counter in the transaction is enough. PostgreSQL has many: there a change has the number of its transaction,
//! and readers are served what lies below the oldest transaction that is still under way. Nobody waits for anybody, and no lock is
//! held until the end. `tests/api/feed.rs` interleaves two transactions.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::db::Conn;
use crate::error::Error;
use crate::schema::feed_clock;

/// How far readers may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visible {
    /// All that lies below is there to stay.
    pub below: i64,
    /// Tombstones up to here are gone: who has not read so far begins anew.
    pub forgotten: i64,
}

/// The number of a change of this transaction.
pub fn next(conn: &mut Conn) -> Result<i64, Error> {
    Ok(match conn {
        Conn::Sqlite(conn) => {
            diesel::update(feed_clock::table).set(feed_clock::last.eq(feed_clock::last + 1)).execute(conn)?;
            feed_clock::table.select(feed_clock::last).first(conn)?
        }
        Conn::Postgres(conn) => feed_clock::table.select(sql::<BigInt>("pg_current_xact_id()::text::bigint + base")).first(conn)?,
    })
}

/// How far readers may read now.
pub fn visible(conn: &mut Conn) -> Result<Visible, Error> {
    let (below, forgotten) = match conn {
        Conn::Sqlite(conn) => feed_clock::table.select((feed_clock::last + 1, feed_clock::forgotten)).first(conn)?,
        Conn::Postgres(conn) => {
            let below = sql::<BigInt>("pg_snapshot_xmin(pg_current_snapshot())::text::bigint + base");
            feed_clock::table.select((below, feed_clock::forgotten)).first(conn)?
        }
    };
    Ok(Visible { below, forgotten })
}

/// At the start: a PostgreSQL cluster that a dump was read into counts its transactions from its own beginning, and would number
/// changes below those in the dump. From now on it counts from there.
pub fn catch_up(conn: &mut Conn) -> Result<(), Error> {
    const AHEAD: &str = "UPDATE feed_clock SET base = base + ahead.by_so_many FROM (SELECT COALESCE(MAX(seq), 0) + 1 - pg_current_xact_id()::text::bigint \
        - (SELECT base FROM feed_clock) AS by_so_many FROM feed) AS ahead WHERE ahead.by_so_many > 0";
    if let Conn::Postgres(conn) = conn {
        diesel::sql_query(AHEAD).execute(conn)?;
    }
    Ok(())
}
