//! A server with a fresh demo, for tools that want one running.

use std::{
    fs,
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context, Result, bail};

use crate::{
    guard::Guard,
    page,
    postgres::free_port,
    shell::{run, run_quietly, step, target},
    test,
};

/// The phone of the administrator that [`Site::account`] makes.
pub const PHONE: &str = "19900000001";

/// A running server; it ends when this is dropped.
pub struct Site {
    port: u16,
    _guard: Guard,
}

impl Site {
    /// The running server, started when it is not.
    pub fn ready(site: &mut Option<Site>) -> Result<&Site> {
        match site {
            Some(site) => Ok(site),
            none => Ok(none.insert(Site::start()?)),
        }
    }

    fn start() -> Result<Site> {
        page::build(page::Build::Release)?;
        step("server", || run(&mut test::build()))?;
        if data().exists() {
            fs::remove_dir_all(data())?;
        }
        step("demo", || run_quietly(&mut wangge("demo")))?;
        let port = free_port()?;
        let log = fs::File::create(target().join("tools-server.log"))?;
        let mut server = wangge("serve");
        // The description names the public address, and that is never plain HTTP.
        server.args(["--port", &port.to_string(), "--public-url", "https://wangge.example.org"]).stdout(Stdio::piped()).stderr(log);
        for limit in ["SIGN_INS", "LOOKUPS", "REPORTS", "UPLOADS"] {
            // The tools ask faster than people do.
            server.env(format!("WANGGE_{limit}_PER_MINUTE"), "1000000");
        }
        server.env("WANGGE_FREE_REPORTS_PER_HOUR", "1000000").env("WANGGE_WRONG_CODES_PER_HOUR", "1000000");
        let mut server = server.spawn().context("could not start the server")?;
        let guard = Guard::new("kill \"$1\"", &[&server.id().to_string()])?;
        let mut output = BufReader::new(server.stdout.take().context("the server has no output")?);
        // Its first line comes when it listens.
        if output.read_line(&mut String::new())? == 0 {
            bail!("the server did not start: see target/tools-server.log");
        }
        thread::spawn(move || {
            let copied = io::copy(&mut output, &mut io::sink());
            (copied, server.wait())
        });
        Ok(Site { port, _guard: guard })
    }

    /// A path's address.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// The body of a page.
    pub fn get(&self, path: &str) -> Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        write!(stream, "GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        match answer.split_once("\r\n\r\n") {
            Some((head, body)) if head.contains(" 200 ") => Ok(body.to_owned()),
            _ => bail!("{path} answered {}", answer.lines().next().unwrap_or("nothing")),
        }
    }

    /// Adds an administrator of the demo's sub-district and returns the initial password.
    pub fn account(&self) -> Result<String> {
        let mut account = wangge("account");
        account.args(["add", "--phone", PHONE, "--name", "检查员", "--duty", "administrator", "--area", "330881003"]);
        let told = run_quietly(&mut account)?;
        let password = told.split_once("Initial password ").and_then(|(_, rest)| rest.split_once(" (until "));
        Ok(password.context("`wangge account add` printed no password")?.0.to_owned())
    }
}

fn data() -> PathBuf {
    target().join("tools-data")
}

/// A command of the server that the tests were built with.
fn wangge(command: &str) -> Command {
    let mut wangge = Command::new(target().join("debug/wangge"));
    wangge.arg(command).arg("--data").arg(data());
    wangge
}
