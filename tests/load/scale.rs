//! How much slower it gets with a hundred times as many cases, on each database.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use tempfile::TempDir;
use tests::http::Http;
use tests::server::Server;

use crate::data::{self, Data};
use crate::measure::{OWN, SETTINGS, median, sign_in, token};
use crate::process::{forget_peak, memory_mib, peak_mib};

/// Requests that are timed, after some that are not.
const TIMED: usize = 300;
const UNTIMED: usize = 30;

/// What was measured: what, and milliseconds.
pub type Times = Vec<(String, f64)>;

/// Measures each size on SQLite, and on PostgreSQL where there is one; prints times and their ratios.
pub fn run(sizes: &[u32], postgres: Option<&str>) -> Result<()> {
    on_each(sizes, postgres, "cases", one)
}

/// Measures so many of something on each database there is.
pub fn on_each(sizes: &[u32], postgres: Option<&str>, what: &str, one: fn(u32, Option<&str>) -> Result<Times>) -> Result<()> {
    for (name, url) in [("SQLite", None), ("PostgreSQL", postgres)] {
        if name == "PostgreSQL" && url.is_none() {
            println!("\nno PostgreSQL to measure on");
            continue;
        }
        let mut all = Vec::new();
        for size in sizes {
            println!("\n{name}, {size} {what}");
            all.push(one(*size, url)?);
        }
        print(name, sizes, &all);
    }
    Ok(())
}

/// A folder, and on PostgreSQL a schema, for one measurement; thrown away with it.
pub struct Town {
    pub folder: TempDir,
    pub url: Option<String>,
    /// Where the schema is, and its name.
    schema: Option<(String, String)>,
}

impl Town {
    pub fn new(size: u32, postgres: Option<&str>) -> Result<Self> {
        let name = format!("bench_{size}");
        if let Some(url) = postgres {
            PgConnection::establish(url)?.batch_execute(&format!("DROP SCHEMA IF EXISTS {name} CASCADE; CREATE SCHEMA {name}"))?;
        }
        let url = postgres.map(|url| {
            let joined = if url.contains('?') { '&' } else { '?' };
            format!("{url}{joined}options=-csearch_path%3D{name}")
        });
        Ok(Self { folder: tempfile::tempdir()?, url, schema: postgres.map(|url| (url.to_owned(), name)) })
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        let Some((url, name)) = &self.schema else { return };
        let dropped = PgConnection::establish(url).map(|mut conn| conn.batch_execute(&format!("DROP SCHEMA IF EXISTS {name} CASCADE")));
        if !matches!(dropped, Ok(Ok(()))) {
            println!("the schema {name} was left behind");
        }
    }
}

/// Makes a town of one size, measures it, and throws it away.
fn one(size: u32, postgres: Option<&str>) -> Result<Times> {
    let town = Town::new(size, postgres)?;
    let begun = Instant::now();
    let data = data::make(town.folder.path(), town.url.as_deref(), size)?;
    println!("  made in {:.0} s", begun.elapsed().as_secs_f32());
    let mut settings = SETTINGS.to_vec();
    // Hashing passwords takes memory of its own, which is not what is measured.
    settings.push(("WANGGE_PASSWORD_KIB", "1024"));
    settings.extend(town.url.as_deref().map(|url| ("WANGGE_DATABASE_URL", url)));
    let begun = Instant::now();
    let server = Server::start(town.folder.path(), &settings)?;
    println!("  the server starts in {} ms and holds {} MiB", begun.elapsed().as_millis(), memory_mib(server.id())?);
    let mut times = times(&server, &data)?;
    drop(server);
    // Anew, so that only what an export takes is counted.
    times.extend(exports(&Server::start(town.folder.path(), &settings)?, size)?);
    Ok(times)
}

fn times(server: &Server, data: &Data) -> Result<Times> {
    let mut http = server.connect()?;
    sign_in(&mut http, data::PHONE, &data.password)?;
    sign_in(&mut http, data::MEMBER, &data.member)?;
    let grid = |n: usize| &data.grids[n * 31 % data.grids.len()].code;
    let asked: [(&str, &dyn Fn(usize) -> String); 11] = [
        ("inbox: to accept", &|_| "/cases?queue=accept".into()),
        ("inbox: late, due first", &|_| "/cases?queue=late&order=due".into()),
        ("counts of all queues", &|_| "/cases/counts".into()),
        ("filter: grid and state", &|n| format!("/cases?grid={}&status=closed", grid(n))),
        ("filter: village, open, due first", &|n| format!("/cases?village={}&open=true&order=due", &grid(n)[..12])),
        ("search: a rare word", &|_| "/cases?q=%E9%BE%99%E8%88%9F".into()),
        ("search: a common word", &|_| "/cases?q=%E8%B7%AF%E7%81%AF".into()),
        ("search: one in a thousand", &|_| "/cases?q=%E4%BA%95%E7%9B%96".into()),
        ("search: two words in a grid", &|n| format!("/cases?q=%E8%B7%AF%E7%81%AF%20%E6%A1%A5%E5%A4%B4&grid={}", grid(n))),
        ("search: a common word, open", &|_| "/cases?q=%E8%B7%AF%E7%81%AF&open=true".into()),
        ("case page", &|n| format!("/cases/{}", data.cases[n * 97 % data.cases.len()])),
    ];
    let mut times = Times::new();
    for (what, path) in asked {
        times.push((what.into(), timed(&mut http, data::PHONE, path).with_context(|| what.to_owned())?));
    }
    for (what, path) in [
        ("a member's newest cases", "/cases"),
        ("a member's open cases", "/cases?open=true"),
        ("a member's search", "/cases?q=%E8%B7%AF%E7%81%AF"),
    ] {
        times.push((what.into(), timed(&mut http, data::MEMBER, &|_| path.into())?));
    }
    Ok(times)
}

/// How long an export of everything takes, and how much memory.
fn exports(server: &Server, size: u32) -> Result<Times> {
    let mut times = Times::new();
    for format in ["csv", "xlsx"] {
        // Another connection each time: the server hangs up on who says nothing for a while.
        let mut http = server.connect()?;
        let token = token(&mut http, data::PHONE, OWN)?;
        // What checking the password took is given back with the next requests.
        for _ in 0..100 {
            http.send("GET", "/api/v1/cases?limit=1", &[("authorization", &token)], b"")?;
        }
        forget_peak(server.id())?;
        let (before, begun) = (memory_mib(server.id())?, Instant::now());
        let bytes = download(server.port, &format!("/api/v1/cases/export?format={format}"), &token)?;
        let (seconds, peak) = (begun.elapsed().as_secs_f64(), peak_mib(server.id())?);
        println!(
            "  export {format}: {:.1} MB in {seconds:.1} s; the server held {before} MiB before, {peak} MiB at most",
            bytes as f64 / 1e6
        );
        times.push((format!("export {format}, per 1,000 cases"), seconds * 1e6 / f64::from(size)));
    }
    Ok(times)
}

/// The median time of a request, in milliseconds.
pub fn timed(http: &mut Http, phone: &str, path: &dyn Fn(usize) -> String) -> Result<f64> {
    // A token holds for ten minutes, and nobody knows yet how long this takes.
    let token = token(http, phone, OWN)?;
    let mut times = Vec::with_capacity(TIMED);
    for n in 0..UNTIMED + TIMED {
        let begun = Instant::now();
        let answer = http.send("GET", &format!("/api/v1{}", path(n)), &[("authorization", &token)], b"")?;
        let time = begun.elapsed().as_secs_f64() * 1000.0;
        ensure!(answer.status == 200, "{}", answer.text());
        if n >= UNTIMED {
            times.push(time);
        }
    }
    Ok(median(times.into_iter()))
}

/// Reads a chunked answer to its end without keeping it; how many bytes there were.
fn download(port: u16, path: &str, token: &str) -> Result<u64> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(900)))?;
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\nauthorization: {token}\r\n\r\n").as_bytes())?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    ensure!(line.contains(" 200 "), "{line}");
    while line != "\r\n" {
        line.clear();
        reader.read_line(&mut line)?;
    }
    let mut bytes = 0;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let length = u64::from_str_radix(line.trim(), 16).with_context(|| format!("not a chunk: {line:?}"))?;
        std::io::copy(&mut reader.by_ref().take(length + 2), &mut std::io::sink())?;
        if length == 0 {
            return Ok(bytes);
        }
        bytes += length;
    }
}

fn print(name: &str, sizes: &[u32], all: &[Times]) {
    let heads: Vec<String> = sizes.iter().map(|size| format!("{size:>12}")).collect();
    println!("\n{name:<36} {} {:>8}   (median milliseconds)", heads.join(" "), "ratio");
    let Some(first) = all.first() else { return };
    for (n, (what, least)) in first.iter().enumerate() {
        let row: Vec<f64> = all.iter().filter_map(|times| times.get(n)).map(|(_, time)| *time).collect();
        let cells: Vec<String> = row.iter().map(|time| format!("{time:>12.2}")).collect();
        println!("{what:<36} {} {:>8.2}", cells.join(" "), row.last().unwrap_or(least) / least);
    }
}
