//! Five hundred phones come back within reach at the same moment, each with the real engine and a day's reports in its outbox; and half of
//! them do not hear the first answer.

use std::path::Path;
use std::pin::pin;
use std::sync::Barrier;
use std::task::{Context as Waking, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use serde_json::json;
use shared::call::Call;
use shared::reports::{NewReport, ReportId};
use shared::sync::engine::{Engine, Heard};
use shared::sync::memory::Memory;
use shared::sync::ops::{DeviceId, Pushed};
use shared::sync::outbox::Work;
use shared::sync::push;
use shared::time::Moment;
use tests::calling;
use tests::http::Http;
use tests::server::Server;

/// How many phones there are, and how many reports each has.
const PHONES: usize = 500;
const REPORTS: usize = 4;

/// Rows of a count.
#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// Sends it all, prints how fast that went, and counts what arrived.
pub fn run(server: &Server, folder: &Path, grid: &str, bearer: &str) -> Result<()> {
    let before = counted(folder)?;
    let start = Barrier::new(PHONES + 1);
    let (elapsed, pushes) = thread::scope(|scope| -> Result<(Duration, usize)> {
        let phones: Vec<_> = (0..PHONES)
            .map(|n| {
                scope.spawn({
                    let start = &start;
                    move || phone(server.port, n, grid, bearer, start)
                })
            })
            .collect();
        start.wait();
        let begun = Instant::now();
        let pushes = phones.into_iter().map(|phone| phone.join().map_err(|_| anyhow!("a phone panicked"))?).sum::<Result<usize>>()?;
        Ok((begun.elapsed(), pushes))
    })?;
    let arrived = counted(folder)? - before;
    let sent = i64::try_from(PHONES * REPORTS)?;
    println!(
        "{PHONES} phones at once, {REPORTS} reports each, half of the first answers lost: {arrived} of {sent} arrived in {:.2} s by {pushes} pushes, {:.0} reports/s",
        elapsed.as_secs_f32(),
        arrived as f32 / elapsed.as_secs_f32()
    );
    ensure!(arrived == sent, "{arrived} reports arrived, {sent} were sent");
    Ok(())
}

fn counted(folder: &Path) -> Result<i64> {
    let file = folder.join("wangge.sqlite");
    let mut conn = SqliteConnection::establish(file.to_str().context("a path in UTF-8")?)?;
    Ok(diesel::sql_query("SELECT COUNT(*) AS n FROM reports").get_result::<Count>(&mut conn)?.n)
}

/// One phone until its outbox is empty; how many pushes it took.
fn phone(port: u16, n: usize, grid: &str, bearer: &str, start: &Barrier) -> Result<usize> {
    let ready = prepared(n, grid);
    start.wait();
    let (engine, device) = ready?;
    let mut http = None;
    let mut pushes = 0;
    loop {
        let now = Moment::now();
        let Some(sent) = at_once(engine.next_push(device, now))?.map_err(|fault| anyhow!("{fault}"))? else {
            if at_once(engine.unsent())?.map_err(|fault| anyhow!("{fault}"))?.is_empty() {
                return Ok(pushes);
            }
            at_once(engine.wake())?.map_err(|fault| anyhow!("{fault}"))?;
            thread::yield_now();
            continue;
        };
        pushes += 1;
        ensure!(pushes < 1000, "phone {n} does not come through");
        let heard = exchange(&mut http, port, &push(&sent), bearer);
        let heard = if pushes == 1 && n.is_multiple_of(2) { Heard::Nothing } else { heard };
        at_once(engine.heard_push(&sent, &heard, Moment::now(), 0.5))?.map_err(|fault| anyhow!("{fault}"))?;
    }
}

fn prepared(n: usize, grid: &str) -> Result<(Engine<Memory>, DeviceId)> {
    let engine = Engine::new(Memory::default());
    for nth in 0..REPORTS {
        let report: NewReport = serde_json::from_value(json!({ "category": "0602", "grid": grid, "text": format!("路灯不亮 {n}-{nth}") }))?;
        at_once(engine.save(Work::file_report(ReportId::new(), &report, Vec::new()), Moment::now()))?
            .map_err(|fault| anyhow!("{fault}"))?;
    }
    Ok((engine, DeviceId::new()))
}

/// Whatever goes wrong on the line is nothing heard.
fn exchange(http: &mut Option<Http>, port: u16, call: &Call<Pushed>, bearer: &str) -> Heard {
    let Ok(mut connection) = http.take().map_or_else(|| Http::connect(port), Ok) else { return Heard::Nothing };
    let Ok(answer) = calling::send(&mut connection, call, bearer, &[]) else { return Heard::Nothing };
    *http = Some(connection);
    calling::heard(answer)
}

/// A store in memory makes nobody wait.
fn at_once<T>(future: impl Future<Output = T>) -> Result<T> {
    match pin!(future).poll(&mut Waking::from_waker(Waker::noop())) {
        Poll::Ready(done) => Ok(done),
        Poll::Pending => bail!("a store in memory made somebody wait"),
    }
}
