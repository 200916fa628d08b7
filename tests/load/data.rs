//! A sub-district after some years: the demo's 60 grids, and as many cases as wanted.

use std::path::Path;

use anyhow::{Context, Result};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Binary, Text};
use shared::time::Moment;
use tests::server;
use uuid::Uuid;

/// Cases when nobody says otherwise.
pub const CASES: u32 = 200_000;

/// The dispatcher's phone.
pub const PHONE: &str = "19900000001";

/// What the requests ask for.
pub struct Data {
    /// A dispatcher's initial password.
    pub password: String,
    pub grids: Vec<GridRow>,
    pub reports: Vec<Uuid>,
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

/// Makes the demo in an empty folder, a dispatcher, and fills up with cases of the past three years.
pub fn make(folder: &Path, cases: u32) -> Result<Data> {
    server::run(folder, &["demo", "--small"])?;
    let told =
        server::run(folder, &["account", "add", "--phone", PHONE, "--name", "测速员", "--duty", "dispatcher", "--area", "330881003"])?;
    let password =
        told.split_once("Initial password ").and_then(|(_, rest)| rest.split_once(" (until ")).context("no password")?.0.to_owned();
    let path = folder.join("wangge.sqlite");
    let mut connection = SqliteConnection::establish(path.to_str().context("a path in UTF-8")?)?;
    connection.batch_execute(&fill(cases, Moment::now().millis()))?;
    let grids =
        diesel::sql_query("SELECT code, short_code, boundary FROM grids WHERE closed_on IS NULL AND boundary IS NOT NULL ORDER BY code")
            .load(&mut connection)?;
    let ids: Vec<Id> = diesel::sql_query("SELECT id FROM reports ORDER BY substr(id, 8), id LIMIT 5000").load(&mut connection)?;
    let reports = ids.iter().map(|row| Uuid::from_slice(&row.id)).collect::<Result<_, _>>()?;
    Ok(Data { password, grids, reports })
}

/// Cases with a report and a line of the timeline each, spread evenly over three years, the newest ones still open. Ids are UUIDv7 of
/// the moment of filing, with the running number in place of chance.
fn fill(cases: u32, now: i64) -> String {
    format!(
        "PRAGMA busy_timeout = 10000;
PRAGMA synchronous = OFF;
BEGIN;
CREATE TEMP TABLE open_grids AS SELECT row_number() OVER (ORDER BY code) - 1 AS n, code FROM grids WHERE closed_on IS NULL;
CREATE TEMP TABLE filled AS
    WITH RECURSIVE counted (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < {cases})
    SELECT n, {now} - CAST(94608000000.0 * ({cases} - n) / {cases} AS INTEGER) AS at,
        (SELECT code FROM open_grids o WHERE o.n = counted.n * 7 % (SELECT count(*) FROM open_grids)) AS grid,
        CASE n % 5 WHEN 0 THEN '0602' WHEN 1 THEN '0401' WHEN 2 THEN '0601' WHEN 3 THEN '0301' ELSE '0404' END AS category,
        CASE WHEN n < {cases} - 2000 THEN 'closed' WHEN n % 2 = 0 THEN 'filed' ELSE 'accepted' END AS status
    FROM counted;
INSERT INTO cases (id, number, status, category, restricted, summary, grid, place_text, result, filed_at, closed_at, updated_at)
    SELECT unhex(printf('%012x7%03x8%015x', at, n % 4096, n)), strftime('%Y%m%d', at / 1000 + 28800, 'unixepoch') || '-' || printf('%07d', 1000000 + n), status, category, 0,
        '村口第 ' || n || ' 盏路灯不亮，晚上看不清路', grid, '村口桥头东侧', iif(status = 'closed', '已换灯泡', NULL), at, iif(status = 'closed', at + 86400000, NULL), at
    FROM filled;
INSERT INTO reports (id, case_id, receipt, category, text, grid, channel, received_at)
    SELECT unhex(printf('%012x7%03x9%015x', at, n % 4096, n)), unhex(printf('%012x7%03x8%015x', at, n % 4096, n)), printf('%012d', n), category,
        '村口第 ' || n || ' 盏路灯不亮，晚上看不清路', grid, 'board', at
    FROM filled;
INSERT INTO case_events (id, case_id, at, kind, status)
    SELECT unhex(printf('%012x7%03xa%015x', at, n % 4096, n)), unhex(printf('%012x7%03x8%015x', at, n % 4096, n)), at, 'filed', 'filed' FROM filled;
DROP TABLE filled;
DROP TABLE open_grids;
COMMIT;
ANALYZE;
PRAGMA wal_checkpoint(TRUNCATE);"
    )
}
