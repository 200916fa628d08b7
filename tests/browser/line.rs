//! The line between a browser and the server, and the trouble that real ones have.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU16, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::Result;
use tests::http::Http;

/// What is wrong with the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    None,
    /// Nobody picks up: the server is down, or the phone has no network.
    Dead,
    /// Whatever has this in its address is answered by somebody's sign-in page, as in a hotel's network.
    Portal(&'static str),
    /// The server has a newer release of the app; the line is good enough for the app's files, and for nothing else.
    NextRelease,
    /// A newer release of which not all comes through.
    HalfRelease,
}

/// A line to a server; it lasts as long as the tests.
#[derive(Debug)]
pub struct Line {
    /// Where it begins, as a browser is told.
    pub origin: String,
    trouble: Arc<Mutex<Trouble>>,
    server: Arc<AtomicU16>,
}

impl Line {
    /// A line to the server at this port.
    pub fn to(server: u16) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let origin = format!("http://{}", listener.local_addr()?);
        let trouble = Arc::new(Mutex::new(Trouble::None));
        let known = trouble.clone();
        let server = Arc::new(AtomicU16::new(server));
        let led = server.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(io::Result::ok) {
                let trouble = known.lock().map_or(Trouble::None, |trouble| *trouble);
                // A browser that hangs up in between is nobody's fault.
                let server = led.load(Ordering::Relaxed);
                thread::spawn(move || carry(stream, server, trouble).ok());
            }
        });
        Ok(Self { origin, trouble, server })
    }

    /// The server listens elsewhere now.
    pub fn leads_to(&self, server: u16) {
        self.server.store(server, Ordering::Relaxed);
    }

    /// What is wrong from now on.
    pub fn has(&self, trouble: Trouble) {
        if let Ok(mut known) = self.trouble.lock() {
            *known = trouble;
        }
    }
}

/// One request and its answer.
fn carry(stream: TcpStream, server: u16, trouble: Trouble) -> io::Result<()> {
    let mut browser = BufReader::new(stream.try_clone()?);
    let mut head = String::new();
    while browser.read_line(&mut head)? > 0 && !head.ends_with("\r\n\r\n") {}
    let path = head.split(' ').nth(1).unwrap_or_default();
    match trouble {
        Trouble::Dead => stream.shutdown(Shutdown::Both),
        Trouble::Portal(part) if path.contains(part) => answer(stream, "text/html", "<h1>Welcome to our network</h1>"),
        Trouble::NextRelease | Trouble::HalfRelease if path.starts_with("/api/") => stream.shutdown(Shutdown::Both),
        Trouble::HalfRelease if path == "/app/worker.js" => {
            let script = Http::connect(server)?.send("GET", path, &[], b"")?.text();
            let script =
                script.replace("RELEASE = \"", "RELEASE = \"half-").replace("const FIRST = [", "const FIRST = [\"/assets/lost.wasm\",");
            answer(stream, "text/javascript", &script)
        }
        Trouble::NextRelease if path == "/app/worker.js" => {
            let script = Http::connect(server)?.send("GET", path, &[], b"")?.text();
            answer(stream, "text/javascript", &script.replace("RELEASE = \"", "RELEASE = \"next-"))
        }
        _ => pass(stream, browser, &head, server),
    }
}

fn answer(mut stream: TcpStream, kind: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

/// Hands on what comes from either side, until the server has answered once.
fn pass(mut stream: TcpStream, mut browser: BufReader<TcpStream>, head: &str, server: u16) -> io::Result<()> {
    let mut up = TcpStream::connect((Ipv4Addr::LOCALHOST, server))?;
    let lines = head.trim_end().lines().filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    up.write_all(format!("{}\r\nconnection: close\r\n\r\n", lines.collect::<Vec<_>>().join("\r\n")).as_bytes())?;
    let mut down = up.try_clone()?;
    thread::spawn(move || io::copy(&mut browser, &mut up).ok());
    io::copy(&mut down, &mut stream)?;
    stream.shutdown(Shutdown::Both)
}
