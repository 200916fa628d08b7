//! Clients that ask as fast as they are answered, each over one connection that stays open.

use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow, ensure};

/// Writes the request number `n` of client `c` into an emptied buffer.
pub type Write1<'a> = &'a (dyn Fn(usize, usize, &mut Vec<u8>) + Sync);

/// What a crowd of clients got done.
#[derive(Debug, Clone, Copy)]
pub struct Done {
    pub requests: usize,
    pub elapsed: Duration,
}

/// Lets `clients` ask for a while; every answer must have the status `expected`.
pub fn crowd(port: u16, clients: usize, time: Duration, expected: u16, request: Write1<'_>) -> Result<Done> {
    let start = Barrier::new(clients);
    let counts: Vec<Result<usize>> = thread::scope(|scope| {
        let one = |client: usize| {
            let start = &start;
            move || -> Result<usize> {
                let connected = Connection::open(port);
                start.wait();
                let (mut connection, until, mut bytes, mut count) = (connected?, Instant::now() + time, Vec::new(), 0);
                while Instant::now() < until {
                    bytes.clear();
                    request(client, count, &mut bytes);
                    let status = connection.exchange(&bytes)?;
                    ensure!(status == expected, "answered {status} instead of {expected}: {}", connection.text());
                    count += 1;
                }
                Ok(count)
            }
        };
        let running: Vec<_> = (0..clients).map(|client| scope.spawn(one(client))).collect();
        running.into_iter().map(|client| client.join().map_err(|_| anyhow!("a client panicked"))?).collect()
    });
    let requests = counts.into_iter().sum::<Result<usize>>()?;
    Ok(Done { requests, elapsed: time })
}

/// A connection that reads no more of an answer than it must.
struct Connection {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Connection {
    fn open(port: u16) -> io::Result<Self> {
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self { stream, answer: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a request, reads the whole answer and returns its status.
    fn exchange(&mut self, request: &[u8]) -> Result<u16> {
        self.stream.write_all(request)?;
        self.answer.clear();
        let head = loop {
            self.more()?;
            if let Some(end) = self.answer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end + 4;
            }
        };
        let text = std::str::from_utf8(&self.answer[..head])?;
        let status = text.get(9..12).and_then(|code| code.parse().ok()).ok_or_else(|| anyhow!("not an HTTP answer: {text}"))?;
        let length = text.lines().find_map(|line| line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length")));
        let length: usize = length.map_or(Ok(0), |(_, value)| value.trim().parse())?;
        while self.answer.len() < head + length {
            self.more()?;
        }
        Ok(status)
    }

    fn more(&mut self) -> io::Result<()> {
        let mut chunk = [0; 16 * 1024];
        match self.stream.read(&mut chunk)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            n => {
                self.answer.extend_from_slice(&chunk[..n]);
                Ok(())
            }
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.answer).into_owned()
    }
}
