//! The table.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use backend::grids::locate::BoundaryMap;
use backend::photos::pipeline::{PhotoLimits, develop};
use serde_json::json;
use shared::categories::CATEGORIES;
use shared::grids::GridCode;
use shared::place::Point;
use shared::place::boundary::Boundary;
use shared::sla::{Calendar, Clock, Stage};
use shared::time::Moment;
use tests::http::{Http, request};
use tests::server::Server;

use crate::ceiling;
use crate::client::{Write1, crowd};
use crate::data::{self, Data};
use crate::phones;
use crate::process::{cpu_micros, memory_mib};

/// Clients at once, where nothing else is said.
const CLIENTS: usize = 16;
/// How often each thing is measured; the median counts.
const RUNS: usize = 3;
/// How long each of them takes.
const TIME: Duration = Duration::from_millis(1500);

/// The password of whoever has signed in once.
pub const OWN: &str = "as fast as it goes";

/// Limits out of the way, for all clients share one address; and nothing in the log but warnings, as the ceiling writes none.
pub const SETTINGS: [(&str, &str); 5] = [
    ("WANGGE_LOOKUPS_PER_MINUTE", "100000000"),
    ("WANGGE_REPORTS_PER_MINUTE", "100000000"),
    ("WANGGE_FREE_REPORTS_PER_HOUR", "100000000"),
    ("WANGGE_SIGN_INS_PER_MINUTE", "1000"),
    ("RUST_LOG", "warn"),
];

/// A line of the table.
struct Line {
    what: String,
    per_second: f64,
    cpu_micros: f64,
}

/// Something to ask a process for, again and again.
struct Asking<'a> {
    what: String,
    port: u16,
    process: u32,
    clients: usize,
    expected: u16,
    request: Write1<'a>,
}

/// Measures everything and prints it.
pub fn run(cases: u32) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let begun = Instant::now();
    let data = data::make(folder.path(), None, cases)?;
    println!("{} grids, {cases} cases and the demo's, made in {:.1} s", data.grids.len(), begun.elapsed().as_secs_f32());
    let begun = Instant::now();
    let server = Server::start(folder.path(), &SETTINGS)?;
    println!("the server starts in {} ms and holds {} MiB", begun.elapsed().as_millis(), memory_mib(server.id())?);
    let lines = over_http(&server, &data)?;
    print(&lines);
    let member = sign_in(&mut server.connect()?, data::MEMBER, &data.member)?;
    phones::run(&server, folder.path(), data::GRID, &member)?;
    println!("the server now holds {} MiB\n", memory_mib(server.id())?);
    drop(server);
    in_process(&data)
}

fn over_http(server: &Server, data: &Data) -> Result<Vec<Line>> {
    let bearer = format!("authorization: {}\r\n", sign_in(&mut server.connect()?, data::PHONE, &data.password)?);
    let get = |path: String, bytes: &mut Vec<u8>| bytes.extend_from_slice(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes());
    let get_signed_in =
        |path: String, bytes: &mut Vec<u8>| bytes.extend_from_slice(format!("GET {path} HTTP/1.1\r\nhost: x\r\n{bearer}\r\n").as_bytes());
    let grid = |n: usize| &data.grids[n % data.grids.len()];
    let points = points(data)?;
    let file = |client: usize, n: usize, bytes: &mut Vec<u8>| {
        let body =
            json!({ "category": "0602", "grid": grid(n).code, "text": format!("路灯不亮 {client}-{n}"), "place_text": "村口桥头东侧" })
                .to_string();
        bytes.extend(request("POST", "/api/v1/reports", &[("content-type", "application/json")], body.as_bytes()));
    };
    let (fixed, fixed_port) = ceiling::start()?;
    let ask = |what: &str, clients, expected, request| {
        measure(&Asking { what: what.into(), port: server.port, process: server.id(), clients, expected, request })
    };
    Ok(vec![
        measure(&Asking {
            what: "ceiling: 2 KB of fixed JSON".into(),
            port: fixed_port,
            process: fixed.program.id(),
            clients: CLIENTS,
            expected: 200,
            request: &|_, _, bytes| get("/".into(), bytes),
        })?,
        ask("nothing but the frame (/health)", CLIENTS, 200, &|_, _, bytes| get("/health".into(), bytes))?,
        ask("board, JSON", CLIENTS, 200, &|c, n, bytes| get(format!("/api/v1/boards/{}", grid(c + n).short_code), bytes))?,
        ask("board, page", CLIENTS, 200, &|c, n, bytes| get(format!("/g/{}", grid(c + n).short_code), bytes))?,
        ask("point → grid", CLIENTS, 200, &|c, n, bytes| {
            let point = points[(c * 97 + n) % points.len()];
            get(format!("/api/v1/grids/here?lon={}&lat={}", point.lon, point.lat), bytes);
        })?,
        ask("report by id, signed in", CLIENTS, 200, &|c, n, bytes| {
            get_signed_in(format!("/api/v1/reports/{}", data.reports[(c * 997 + n) % data.reports.len()]), bytes)
        })?,
        ask("20 newest cases, signed in", CLIENTS, 200, &|_, _, bytes| get_signed_in("/api/v1/cases".into(), bytes))?,
        ask("20 open cases of a grid", CLIENTS, 200, &|c, n, bytes| {
            get_signed_in(format!("/api/v1/cases?open=true&grid={}", grid(c + n).code), bytes)
        })?,
        ask("file a report, 1 client", 1, 201, &file)?,
        ask("file a report, 64 clients", 64, 201, &file)?,
    ])
}

/// The median of some runs.
fn measure(asking: &Asking<'_>) -> Result<Line> {
    let one = || -> Result<(f64, f64)> {
        let before = cpu_micros(asking.process)?;
        let done = crowd(asking.port, asking.clients, TIME, asking.expected, asking.request).with_context(|| asking.what.clone())?;
        ensure!(done.requests > 0, "{}: nothing was answered", asking.what);
        let count = done.requests as f64;
        Ok((count / done.elapsed.as_secs_f64(), (cpu_micros(asking.process)? - before) as f64 / count))
    };
    let runs: Vec<(f64, f64)> = (0..RUNS).map(|_| one()).collect::<Result<_>>()?;
    Ok(Line {
        what: asking.what.clone(),
        per_second: median(runs.iter().map(|run| run.0)),
        cpu_micros: median(runs.iter().map(|run| run.1)),
    })
}

pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn print(lines: &[Line]) {
    println!("\n{:<36} {:>10} {:>9} {:>12}", "", "per second", "ratio", "CPU µs each");
    let ceiling = lines.first().map_or(f64::NAN, |line| line.per_second);
    for Line { what, per_second, cpu_micros } in lines {
        println!("{what:<36} {per_second:>10.0} {:>9.2} {cpu_micros:>12.0}", per_second / ceiling);
    }
}

/// A token. An initial password opens nothing but its own change.
pub fn sign_in(http: &mut Http, phone: &str, initial: &str) -> Result<String> {
    let first = token(http, phone, initial)?;
    let headers = [("content-type", "application/json"), ("authorization", first.as_str())];
    let changed = http.send("POST", "/api/v1/me/password", &headers, json!({ "current": initial, "new": OWN }).to_string().as_bytes())?;
    ensure!(changed.status == 204, "{}", changed.text());
    token(http, phone, OWN)
}

/// `Bearer …`
pub fn token(http: &mut Http, phone: &str, password: &str) -> Result<String> {
    let body = json!({ "phone": phone, "password": password }).to_string();
    let answer = http.send("POST", "/api/v1/auth/login", &[("content-type", "application/json")], body.as_bytes())?;
    Ok(format!("Bearer {}", answer.json()["access_token"].as_str().with_context(|| answer.text())?))
}

/// Points all over the sub-district.
fn points(data: &Data) -> Result<Vec<Point>> {
    let boundaries = boundaries(data)?;
    let corners: Vec<Point> = boundaries.iter().flat_map(|(_, boundary)| boundary.edges().map(|(a, _)| a)).collect();
    // Between two corners of any grids there is a grid, mostly.
    let between = |n: usize| {
        let (a, b) = (corners[n * 31 % corners.len()], corners[n * 17 % corners.len()]);
        Point::new((a.lon + b.lon) / 2.0, (a.lat + b.lat) / 2.0)
    };
    Ok((0..2000).map(between).collect::<Result<_, _>>()?)
}

fn boundaries(data: &Data) -> Result<Vec<(GridCode, Boundary)>> {
    data.grids.iter().map(|grid| Ok((grid.code.parse()?, Boundary::from_stored(&grid.boundary)?))).collect()
}

fn in_process(data: &Data) -> Result<()> {
    let (map, points) = (BoundaryMap::new(boundaries(data)?), points(data)?);
    let rate = median((0..RUNS).map(|_| {
        let (begun, mut count, mut hits) = (Instant::now(), 0_usize, 0_usize);
        while begun.elapsed() < TIME {
            hits += points.iter().map(|point| map.locate(*point, Some(10.0)).len()).sum::<usize>();
            count += points.len();
        }
        std::hint::black_box(hits);
        count as f64 / begun.elapsed().as_secs_f64()
    }));
    println!("point → grid in process: {rate:.0} look-ups/s");
    println!("clock of a case in process: {:.0} evaluations/s", clocks());
    let photo = photo()?;
    let mut times = Vec::new();
    for _ in 0..RUNS * 3 {
        let begun = Instant::now();
        develop(&photo, &PhotoLimits::default()).map_err(|fault| anyhow::anyhow!("{fault:?}"))?;
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
    }
    println!("a photo of 12 megapixels ({:.1} MB) into 1600 and 320 px: {:.0} ms", photo.len() as f64 / 1e6, median(times.into_iter()));
    Ok(())
}

/// Everything a list shows of a clock: used, light and due moment, for clocks of all kinds begun through a year.
fn clocks() -> f64 {
    let calendar = Calendar::shipped();
    let begun = Moment::from_millis(1_767_225_600_000);
    let limits = CATEGORIES.iter().map(|category| category.limit).cycle();
    let clocks: Vec<Clock> =
        (0..2000).zip(limits).map(|(n, limit)| Clock::start(Stage::Handle, limit, begun.plus_seconds(n * 15_000))).collect();
    let now = begun.plus_seconds(2000 * 15_000);
    median((0..RUNS).map(|_| {
        let (begun, mut count) = (Instant::now(), 0_usize);
        while begun.elapsed() < TIME {
            for clock in &clocks {
                std::hint::black_box((clock.light(calendar, now), clock.remaining(calendar, now), clock.due(calendar)));
            }
            count += clocks.len();
        }
        count as f64 / begun.elapsed().as_secs_f64()
    }))
}

/// A JPEG of 4000 × 3000 as a phone makes it: mostly smooth, with some grain.
fn photo() -> Result<Vec<u8>> {
    let mut seed = 1_u32;
    let mut grain = move || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 28) as i32 - 8
    };
    let wave = |x: u32, y: u32, period: f32| ((x as f32 / period).sin() * (y as f32 / period).cos() * 60.0) as i32;
    let mut pixel = |x: u32, y: u32| {
        let grain = grain();
        image::Rgb([90.0, 37.0, 211.0].map(|period| (128 + wave(x, y, period) + grain).clamp(0, 255) as u8))
    };
    let picture = image::RgbImage::from_fn(4000, 3000, &mut pixel);
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 92).encode_image(&picture)?;
    Ok(jpeg)
}
