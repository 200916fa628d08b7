//! The line between a phone and the server, byte by byte, and what goes wrong on it.

use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::Result;
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::time::sleep;

/// What an exchange takes on a slow line, at its true pace: the wait for the first byte, and bytes a second from then on.
const LATENCY: Duration = Duration::from_secs(2);
const BYTES_PER_SECOND: f64 = 8.0 * 1024.0;

/// What happens to an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nobody listens.
    Refused,
    /// Taken, and never answered: the server hears nothing of it.
    BlackHole,
    /// The server hears of it when the phone has given up already.
    Late,
    /// The server has done it, and nothing of its answer arrives until the phone gives up.
    AnswerHeld,
    /// Reset on the way up.
    Up(Cut),
    /// The server has done it; reset on the way down.
    Down(Cut),
    /// 2 seconds of latency and 8 KB a second, or so many times faster.
    Slow { faster: u32 },
    /// Somebody's page to sign in to a network answers 200.
    Portal,
    /// A proxy answers 502.
    BadGateway,
    /// The server has done it; the answer is whole as HTTP, and half a JSON.
    Truncated,
}

/// After how many bytes it is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    BeforeTheFirst,
    InTheFirstLine,
    Halfway,
    BeforeTheLast,
}

impl Cut {
    const fn of(self, bytes: usize) -> usize {
        match self {
            Self::BeforeTheFirst => 0,
            Self::InTheFirstLine => 9,
            Self::Halfway => bytes / 2,
            Self::BeforeTheLast => bytes - 1,
        }
    }
}

/// A fault, and the beginning of the requests it is about (`POST /api/v1/sync/push`).
type Trouble = Option<(Fault, &'static str)>;

/// A line to a server.
#[derive(Debug)]
pub struct Line {
    port: u16,
    /// Bound, and not listening: whoever connects there is refused, and nobody else gets the port.
    closed: TcpSocket,
    trouble: Arc<Mutex<Trouble>>,
    struck: Arc<AtomicUsize>,
}

impl Line {
    pub async fn to(server: u16) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let closed = TcpSocket::new_v4()?;
        closed.bind((Ipv4Addr::LOCALHOST, 0).into())?;
        let (trouble, struck) = (Arc::<Mutex<Trouble>>::default(), Arc::<AtomicUsize>::default());
        let line = Self { port: listener.local_addr()?.port(), closed, trouble: trouble.clone(), struck: struck.clone() };
        tokio::spawn(async move {
            while let Ok((phone, _)) = listener.accept().await {
                let (trouble, struck) = (trouble.clone(), struck.clone());
                // A phone that hangs up in between is what this is about.
                tokio::spawn(async move { Exchange { phone, server }.carry(&trouble, &struck).await.ok() });
            }
        });
        Ok(line)
    }

    /// What goes wrong from now on, with requests that begin so.
    pub fn has(&self, fault: Fault, about: &'static str) {
        *lock(&self.trouble) = Some((fault, about));
    }

    pub fn is_good(&self) {
        *lock(&self.trouble) = None;
    }

    /// How many exchanges a fault has struck.
    pub fn struck(&self) -> usize {
        self.struck.load(Ordering::SeqCst)
    }

    /// Where a request that begins so has to be sent.
    pub fn port(&self, request: &str) -> Result<u16> {
        if met(&self.trouble, request) != Some(Fault::Refused) {
            return Ok(self.port);
        }
        self.struck.fetch_add(1, Ordering::SeqCst);
        Ok(self.closed.local_addr()?.port())
    }
}

fn lock(trouble: &Mutex<Trouble>) -> std::sync::MutexGuard<'_, Trouble> {
    trouble.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn met(trouble: &Mutex<Trouble>, request: &str) -> Option<Fault> {
    lock(trouble).filter(|(_, about)| request.starts_with(about)).map(|(fault, _)| fault)
}

/// One request and its answer.
struct Exchange {
    phone: TcpStream,
    server: u16,
}

impl Exchange {
    async fn carry(mut self, trouble: &Mutex<Trouble>, struck: &AtomicUsize) -> io::Result<()> {
        let head = self.head().await?;
        let fault = met(trouble, &head);
        struck.fetch_add(usize::from(fault.is_some()), Ordering::SeqCst);
        let length = head.len() + content_length(&head);
        if let Some(Fault::Up(cut)) = fault {
            return self.cut_up(head, cut.of(length)).await;
        }
        let mut request = vec![0; length];
        request[..head.len()].copy_from_slice(head.as_bytes());
        self.phone.read_exact(&mut request[head.len()..]).await?;
        match fault {
            Some(Fault::BlackHole) => self.phone_gives_up().await,
            Some(Fault::Late) => {
                self.phone_gives_up().await?;
                self.asks_server(&request).await.map(drop)
            }
            Some(Fault::AnswerHeld) => {
                self.asks_server(&request).await?;
                self.phone_gives_up().await
            }
            Some(Fault::Down(cut)) => {
                let answer = self.asks_server(&request).await?;
                self.phone.write_all(&answer[..cut.of(answer.len())]).await?;
                reset(self.phone)
            }
            Some(Fault::Slow { faster }) => {
                sleep(LATENCY / faster).await;
                let mut up = TcpStream::connect((Ipv4Addr::LOCALHOST, self.server)).await?;
                paced(&mut up, &request, faster).await?;
                let mut answer = Vec::new();
                up.read_to_end(&mut answer).await?;
                paced(&mut self.phone, &answer, faster).await
            }
            Some(Fault::Portal) => self.answers("200 OK", "text/html", b"<h1>Welcome to our network</h1>").await,
            Some(Fault::BadGateway) => self.answers("502 Bad Gateway", "text/html", b"<h1>502 Bad Gateway</h1>").await,
            Some(Fault::Truncated) => {
                let answer = self.asks_server(&request).await?;
                let body = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(0, |at| at + 4);
                self.answers("200 OK", "application/json", &answer[body..body + (answer.len() - body) / 2]).await
            }
            Some(Fault::Refused | Fault::Up(_)) | None => {
                let answer = self.asks_server(&request).await?;
                self.phone.write_all(&answer).await
            }
        }
    }

    /// The head of the request, which asks the server to hang up after its answer.
    async fn head(&mut self) -> io::Result<String> {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(self.phone.read_u8().await?);
        }
        Ok(String::from_utf8_lossy(&head).replacen("\r\n", "\r\nconnection: close\r\n", 1))
    }

    /// Brings the server so many bytes, and resets both sides.
    async fn cut_up(mut self, head: String, bytes: usize) -> io::Result<()> {
        let mut part = head.into_bytes();
        let come = part.len();
        part.resize(bytes, 0);
        if bytes > come {
            self.phone.read_exact(&mut part[come..]).await?;
        }
        let mut up = TcpStream::connect((Ipv4Addr::LOCALHOST, self.server)).await?;
        up.write_all(&part).await?;
        reset(up)?;
        reset(self.phone)
    }

    async fn asks_server(&self, request: &[u8]) -> io::Result<Vec<u8>> {
        let mut up = TcpStream::connect((Ipv4Addr::LOCALHOST, self.server)).await?;
        up.write_all(request).await?;
        let mut answer = Vec::new();
        up.read_to_end(&mut answer).await?;
        Ok(answer)
    }

    async fn phone_gives_up(&mut self) -> io::Result<()> {
        self.phone.read(&mut [0]).await.map(drop)
    }

    async fn answers(&mut self, status: &str, kind: &str, body: &[u8]) -> io::Result<()> {
        let head = format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
        self.phone.write_all(&[head.as_bytes(), body].concat()).await
    }
}

fn content_length(head: &str) -> usize {
    let mut lengths = head.lines().filter_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    lengths.next_back().unwrap_or_default()
}

/// Hangs up without a farewell: the other side's connection is reset.
fn reset(stream: TcpStream) -> io::Result<()> {
    stream.set_zero_linger()
}

async fn paced(to: &mut TcpStream, bytes: &[u8], faster: u32) -> io::Result<()> {
    for some in bytes.chunks(1024) {
        sleep(Duration::from_secs_f64(some.len() as f64 / BYTES_PER_SECOND / f64::from(faster))).await;
        to.write_all(some).await?;
    }
    Ok(())
}
