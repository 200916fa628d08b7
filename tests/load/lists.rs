//! How much slower the lists of field work get with a hundred times as many rows in each, on each database.

use anyhow::{Context, Result};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use shared::roster::week_of;
use shared::time::Moment;
use tests::server::Server;

use crate::data::{self, Data};
use crate::history::Dialect;
use crate::measure::{SETTINGS, sign_in};
use crate::scale::{Times, Town, on_each, timed};

/// Measures each size on SQLite, and on PostgreSQL where there is one; prints times and their ratios.
pub fn run(sizes: &[u32], postgres: Option<&str>) -> Result<()> {
    on_each(sizes, postgres, "rows in every list of field work", one)
}

fn one(size: u32, postgres: Option<&str>) -> Result<Times> {
    let town = Town::new(size, postgres)?;
    let data = data::make(town.folder.path(), town.url.as_deref(), size)?;
    let now = Moment::now().millis();
    match &town.url {
        None => fill(&mut data::sqlite(&town.folder.path().join("wangge.sqlite"))?, Dialect::Sqlite, size, now, "ANALYZE")?,
        Some(url) => fill(&mut PgConnection::establish(url)?, Dialect::Postgres, size, now, "VACUUM ANALYZE")?,
    }
    let mut settings = SETTINGS.to_vec();
    settings.extend(town.url.as_deref().map(|url| ("WANGGE_DATABASE_URL", url)));
    times(&Server::start(town.folder.path(), &settings)?, &data)
}

fn fill(conn: &mut impl SimpleConnection, dialect: Dialect, size: u32, now: i64, then: &str) -> Result<()> {
    for statement in statements(dialect, size, now) {
        conn.batch_execute(&statement).with_context(|| statement.clone())?;
    }
    Ok(conn.batch_execute(then)?)
}

/// What is asked, by whom, and where.
type Asked<'a> = (&'a str, &'a str, &'a dyn Fn(usize) -> String);

fn times(server: &Server, data: &Data) -> Result<Times> {
    let mut http = server.connect()?;
    sign_in(&mut http, data::PHONE, &data.password)?;
    sign_in(&mut http, data::MEMBER, &data.member)?;
    sign_in(&mut http, data::ASSESSOR, &data.assessor)?;
    let grid = |n: usize| &data.grids[n * 31 % data.grids.len()].code;
    let emergency = "00000000-0000-7000-8000-00000000e0e0";
    let today = Moment::now().day();
    let asked: [Asked<'_>; 23] = [
        ("patrols, newest", data::PHONE, &|_| "/patrols".into()),
        ("patrols of a grid", data::PHONE, &|n| format!("/patrols?grid={}", grid(n))),
        ("a member's places to patrol", data::MEMBER, &|_| "/patrol-places".into()),
        ("places of a grid", data::PHONE, &|n| format!("/patrol-places?grid={}", grid(n))),
        ("safety feedback of a day", data::PHONE, &|_| "/safety-feedback".into()),
        ("a member's care records", data::MEMBER, &|_| "/care-records".into()),
        ("those a member visits", data::MEMBER, &|_| "/care-records?mine=true".into()),
        ("disputes, due first", data::PHONE, &|_| "/disputes".into()),
        ("disputes of a grid", data::PHONE, &|n| format!("/disputes?grid={}", grid(n))),
        ("emergencies", data::PHONE, &|_| "/emergencies".into()),
        ("relocation list", data::PHONE, &|_| format!("/emergencies/{emergency}/households")),
        ("relocation list, to be moved", data::PHONE, &|_| format!("/emergencies/{emergency}/households?state=waiting")),
        ("relocation list of a member", data::MEMBER, &|_| format!("/emergencies/{emergency}/households")),
        ("announcements, past ones too", data::PHONE, &|_| "/announcements?past=true".into()),
        ("a member's announcements", data::MEMBER, &|_| "/announcements".into()),
        ("rosters of a week", data::PHONE, &|_| format!("/rosters?week={today}")),
        ("rosters of a grid", data::PHONE, &|n| format!("/rosters?area={}", grid(n))),
        ("a member's rosters", data::MEMBER, &|_| "/rosters".into()),
        ("leaves", data::ASSESSOR, &|_| "/leaves".into()),
        ("a member's leaves", data::MEMBER, &|_| "/leaves".into()),
        // What counts every row grows with their number.
        ("patrol coverage of all grids", data::PHONE, &|_| "/patrol-coverage".into()),
        ("care of all grids in numbers", data::PHONE, &|_| "/care-coverage".into()),
        ("situation of the emergency", data::PHONE, &|_| format!("/emergencies/{emergency}/situation")),
    ];
    let mut times = Times::new();
    for (what, phone, path) in asked {
        times.push((what.into(), timed(&mut http, phone, path).with_context(|| what.to_owned())?));
    }
    Ok(times)
}

/// So many rows in every list, over the past three years and all grids; the emergency is one, of this morning.
fn statements(dialect: Dialect, rows: u32, now: i64) -> Vec<String> {
    let id = |of: char| dialect.id("at", "n", of);
    let day = |at: &str| dialect.day(at);
    let emergency = dialect.bytes("0000000000007000800000000000e0e0");
    let mut all = vec![
        "CREATE TEMP TABLE spots AS SELECT row_number() OVER (ORDER BY code) - 1 AS n, code AS grid,
            (SELECT person_id FROM appointments WHERE area = code AND duty = 'full_time' AND to_day IS NULL ORDER BY id LIMIT 1) AS person
         FROM grids WHERE closed_on IS NULL"
            .to_owned(),
        format!(
            "CREATE TEMP TABLE filled AS SELECT c.n AS n, {now} - 94608000000 * ({rows} - c.n) / {rows} AS at, s.grid AS grid, s.person AS person
             FROM {series} c JOIN spots s ON s.n = c.n * 7 % (SELECT count(*) FROM spots)",
            series = dialect.series(rows),
        ),
    ];
    let insert = |table: &str, columns: &str| format!("INSERT INTO {table} SELECT {columns} FROM filled ORDER BY n");
    let since = day(&format!("({now} - 94608000000)"));
    let (last, next) = (day(&format!("({now} - n % 40 * 86400000)")), day(&format!("({now} + (n % 40 - 20) * 86400000)")));
    all.push(insert(
        "patrol_places (id, grid, name, kind, class, lon, lat, since, last_day, version, updated_at)",
        &format!(
            "{}, grid, '村口桥 ' || n, 'road', CASE n % 5 WHEN 0 THEN 'key' ELSE 'ordinary' END, 118.6, 28.67, {since}, {last}, 1, at",
            id('1')
        ),
    ));
    all.push(insert(
        "patrols (id, grid, person_id, day, started_at, ended_at, places, findings, board, received_at)",
        &format!("{}, grid, person, {}, at, at + 1800000, 1, 0, FALSE, at + 1800000", id('2'), day("at")),
    ));
    all.push(insert("patrol_seen (patrol, place, at)", &format!("{}, {}, at", id('2'), id('1'))));
    all.push(insert(
        "safety_feedback (id, grid, day, person_id, said_at, received_at)",
        &format!("{}, grid, {}, person, at, at", id('3'), day("at")),
    ));
    all.push(insert(
        "care_records (id, grid, visitor, level, basis, basis_day, since, met_on, last_day, last_result, due_on, late_from, version, updated_at)",
        &format!("{}, grid, person, 'regular', 'consent', {since}, {since}, {last}, {last}, 'well', {next}, {next}, 1, at", id('4')),
    ));
    all.push(insert(
        "care_visits (id, record, grid, person_id, day, at, way, result, received_at)",
        &format!("{}, {}, grid, person, {}, at, 'home', 'well', at", id('5'), id('4'), day("at")),
    ));
    all.push(
        "INSERT INTO disputes (case_id, number, grid, status, mediator, steps, opened_at, due, due_kind, version, updated_at)
         SELECT c.id, '2019-' || (1000000 + row_number() OVER (ORDER BY c.id)), c.grid,
            CASE WHEN c.status = 'closed' THEN 'agreed' ELSE 'under_way' END, c.full_time, 1, c.filed_at,
            CASE WHEN c.status = 'closed' THEN NULL ELSE '2026-12-01' END, CASE WHEN c.status = 'closed' THEN NULL ELSE 'norm' END, 1, c.updated_at
         FROM cases c WHERE c.full_time IS NOT NULL AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.case_id = c.id)"
            .to_owned(),
    );
    all.push(format!(
        "INSERT INTO emergencies (id, kind, title, shelters, opened_at, opened_by, version, updated_at)
         SELECT {emergency}, 'flood', '强降雨', '[\"清湖小学\"]', {now} - 3600000, person, 1, {now} FROM filled WHERE person IS NOT NULL ORDER BY n LIMIT 1"
    ));
    all.push(format!("INSERT INTO emergency_grids (emergency, grid) SELECT {emergency}, grid FROM spots"));
    all.push(insert(
        "emergency_households (id, emergency, grid, name, address, updated_at)",
        &format!("{}, {emergency}, grid, '户主 ' || n, '溪边 ' || n || ' 号', at", id('6')),
    ));
    for (of, position) in [('7', 0), ('b', 1)] {
        all.push(insert(
            "emergency_evacuees (id, household, emergency, grid, position, name, needs_help, state, shelter)",
            &format!(
                "{}, {}, {emergency}, grid, {position}, '人', n % 9 = 0, CASE n % 4 WHEN 0 THEN 'waiting' ELSE 'moved' END, CASE n % 4 WHEN 0 THEN NULL ELSE '清湖小学' END",
                id(of),
                id('6')
            ),
        ));
    }
    all.extend(told_and_arranged(dialect, &insert, now));
    all.extend(["filled", "spots"].map(|table| format!("DROP TABLE {table}")));
    all
}

/// Announcements, rosters and leaves: a roster a grid and week, back from this one.
fn told_and_arranged(dialect: Dialect, insert: &dyn Fn(&str, &str) -> String, now: i64) -> Vec<String> {
    let id = |of: char| dialect.id("at", "n", of);
    let day = |at: &str| dialect.day(at);
    let somebody = "COALESCE(person, (SELECT person FROM spots WHERE person IS NOT NULL ORDER BY n LIMIT 1))";
    let week =
        day(&format!("({} - n / (SELECT count(*) FROM spots) * 604800000)", week_of(&Moment::from_millis(now).day()).begins().millis()));
    vec![
        insert(
            "announcements (id, kind, title, text, duties, until, published_at, by_person, version, updated_at)",
            &format!("{}, 'notice', '通知 ' || n, '请阅', '', {}, at, {somebody}, 1, at", id('8'), day("(at + 2592000000)")),
        ),
        insert("announcement_areas (announcement, area)", &format!("{}, grid", id('8'))),
        insert("rosters (area, week, version, updated_at)", &format!("grid, {week}, 1, at")),
        insert(
            "roster_entries (area, week, day, shift, person_id, role)",
            &format!("grid, {week}, {week}, 'whole_day', {somebody}, 'member'"),
        ),
        insert(
            "leaves (id, person_id, from_day, to_day, state, asked_at, version, updated_at)",
            &format!("{}, {somebody}, {}, {}, 'granted', at, 1, at", id('9'), day("at"), day("(at + 172800000)")),
        ),
    ]
}
