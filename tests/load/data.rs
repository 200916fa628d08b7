//! A sub-district after some years: the demo's 60 grids, and as many cases as wanted.

use std::path::Path;

use anyhow::{Context, Result};
use backend::cases::search;
use backend::db::{Conn, Db};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Binary, Text};
use shared::time::Moment;
use tests::server;
use uuid::Uuid;

use crate::history::{Dialect, statements};

/// Cases when nobody says otherwise.
pub const CASES: u32 = 200_000;

/// The dispatcher's phone, a grid member's, and one of the social governance office.
pub const PHONE: &str = "19900000001";
pub const MEMBER: &str = "19900000002";
pub const ASSESSOR: &str = "19900000003";
/// The member's grid.
pub const GRID: &str = "330881003207001";

/// What the requests ask for.
pub struct Data {
    /// Their initial passwords.
    pub password: String,
    pub member: String,
    pub assessor: String,
    pub grids: Vec<GridRow>,
    pub reports: Vec<Uuid>,
    pub cases: Vec<Uuid>,
}

/// An open grid.
#[derive(QueryableByName)]
pub struct GridRow {
    #[diesel(sql_type = Text)]
    pub code: String,
    #[diesel(sql_type = Text)]
    pub short_code: String,
    #[diesel(sql_type = Text)]
    pub boundary: String,
}

#[derive(QueryableByName)]
struct Id {
    #[diesel(sql_type = Binary)]
    id: Vec<u8>,
}

/// Makes the demo in an empty folder, or in an empty database elsewhere, with a dispatcher, and fills up with cases of the past three
/// years.
pub fn make(folder: &Path, postgres: Option<&str>, cases: u32) -> Result<Data> {
    let file = folder.join("wangge.sqlite");
    let url = postgres.map_or_else(|| format!("sqlite:{}", file.display()), str::to_owned);
    let run = |words: &[&str]| server::run(folder, &[&["--database-url", &url], words].concat());
    run(&["demo", "--small"])?;
    let password =
        account(&run(&["account", "add", "--phone", PHONE, "--name", "测速员", "--duty", "dispatcher", "--area", "330881003"])?)?;
    let member = account(&run(&["account", "add", "--phone", MEMBER, "--name", "测格员", "--duty", "full_time", "--area", GRID])?)?;
    let assessor =
        account(&run(&["account", "add", "--phone", ASSESSOR, "--name", "测治员", "--duty", "assessor", "--area", "330881003"])?)?;
    let now = Moment::now().millis();
    match postgres {
        None => fill_sqlite(&file, cases, now)?,
        Some(url) => fill_postgres(url, cases, now)?,
    }
    index(&url)?;
    match postgres {
        None => sqlite(&file)?.batch_execute("ANALYZE; PRAGMA wal_checkpoint(TRUNCATE);")?,
        Some(url) => PgConnection::establish(url)?.batch_execute("VACUUM ANALYZE")?,
    }
    let (grids, reports, cases) =
        Db::open(&url)?.write_blocking(|conn| Ok((load(conn, GRIDS)?, load(conn, REPORTS)?, load(conn, NEWEST)?)))?;
    let ids = |rows: Vec<Id>| rows.iter().map(|row| Uuid::from_slice(&row.id)).collect::<Result<Vec<Uuid>, _>>();
    Ok(Data { password, member, assessor, grids, reports: ids(reports)?, cases: ids(cases)? })
}

/// The initial password a new account was given.
fn account(told: &str) -> Result<String> {
    Ok(told.split_once("Initial password ").and_then(|(_, rest)| rest.split_once(" (until ")).context("no password")?.0.to_owned())
}

const GRIDS: &str = "SELECT code, short_code, boundary FROM grids WHERE closed_on IS NULL AND boundary IS NOT NULL ORDER BY code";
/// Reports and cases from all over the years: they are ordered by their running numbers' digits, not by time.
const REPORTS: &str = "SELECT id FROM reports ORDER BY substr(id, 8), id LIMIT 5000";
const NEWEST: &str = "SELECT id FROM cases ORDER BY substr(id, 8), id LIMIT 5000";

fn load<T>(conn: &mut Conn, query: &str) -> Result<Vec<T>, backend::error::Error>
where
    T: QueryableByName<diesel::sqlite::Sqlite> + QueryableByName<diesel::pg::Pg> + 'static,
{
    Ok(match conn {
        Conn::Sqlite(conn) => diesel::sql_query(query).load(conn)?,
        Conn::Postgres(conn) => diesel::sql_query(query).load(conn)?,
    })
}

pub fn sqlite(file: &Path) -> Result<SqliteConnection> {
    let mut conn = SqliteConnection::establish(file.to_str().context("a path in UTF-8")?)?;
    // A pool that was just dropped may still be closing its connections.
    conn.batch_execute("PRAGMA busy_timeout = 10000")?;
    Ok(conn)
}

/// Without a journal: nobody else looks, and a fill that breaks off is thrown away.
fn fill_sqlite(file: &Path, cases: u32, now: i64) -> Result<()> {
    let mut conn = sqlite(file)?;
    conn.batch_execute(
        "PRAGMA journal_mode = DELETE; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN",
    )?;
    for statement in statements(Dialect::Sqlite, cases, now) {
        conn.batch_execute(&statement).with_context(|| statement.clone())?;
    }
    Ok(conn.batch_execute("COMMIT; PRAGMA journal_mode = WAL;")?)
}

fn fill_postgres(url: &str, cases: u32, now: i64) -> Result<()> {
    let mut conn = PgConnection::establish(url)?;
    for statement in statements(Dialect::Postgres, cases, now) {
        conn.batch_execute(&statement).with_context(|| statement.clone())?;
    }
    Ok(())
}

/// Makes the search index through the server's own code. PostgreSQL sorts it into GIN at the end, which is faster.
fn index(url: &str) -> Result<()> {
    let db = Db::open(url)?;
    db.write_blocking(|conn| {
        if let Conn::Postgres(conn) = conn {
            conn.batch_execute("DROP INDEX search_documents_by_term")?;
        }
        search::empty(conn)
    })?;
    let mut last = db.write_blocking(|conn| search::fill(conn, None))?;
    while last.is_some() {
        last = db.write_blocking(move |conn| search::fill(conn, last))?;
    }
    let mut more = db.write_blocking(|conn| search::merge(conn, true))?;
    while more {
        more = db.write_blocking(|conn| search::merge(conn, false))?;
    }
    db.write_blocking(|conn| backend::sync::ready(conn, Moment::now()))?;
    drop(db);
    Db::open(url).map(drop)
}
