//! The other side of a channel: a small server on this machine that answers as it is told and remembers what it was asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// How it answers.
#[derive(Clone, Debug)]
pub enum Says {
    Answer(u16, String),
    Redirect(String),
    /// Takes the request and says nothing for as long as the other side waits.
    Nothing,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Asked {
    pub head: String,
    pub body: String,
}

pub struct Gateway {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Gateway {
    /// Gives these answers one after the other, the last one for ever.
    pub fn that(says: Vec<Says>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/send", listener.local_addr().expect("an address"));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = asked.clone();
        std::thread::spawn(move || {
            let mut kept = Vec::new();
            for (i, stream) in listener.incoming().enumerate() {
                let mut stream = stream.expect("a connection");
                let Some(request) = hear(&mut stream) else { continue };
                heard.lock().expect("no panic").push(request);
                let text = match &says[i.min(says.len() - 1)] {
                    Says::Answer(status, body) => {
                        format!("HTTP/1.1 {status} So\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
                    }
                    Says::Redirect(to) => format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"),
                    Says::Nothing => {
                        kept.push(stream);
                        continue;
                    }
                };
                // Whoever hung up does not hear it.
                let _ = stream.write_all(text.as_bytes());
            }
        });
        Self { url, asked }
    }

    /// A robot that takes everything.
    pub fn robot() -> Self {
        Self::that(vec![taken()])
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic").clone()
    }
}

/// What a robot says when it took a message.
pub fn taken() -> Says {
    Says::Answer(200, r#"{"errcode":0,"errmsg":"ok"}"#.into())
}

fn hear(stream: &mut TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { head, body: String::from_utf8_lossy(&body).into_owned() })
}
