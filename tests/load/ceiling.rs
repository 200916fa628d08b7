//! The least a server of this kind can do: actix-web answering fixed bytes.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use actix_web::{App, HttpResponse, HttpServer, web};
use anyhow::{Context, Result};
use tests::ending::Ending;

/// Tells this program to be the ceiling.
pub const ARGUMENT: &str = "--be-the-ceiling";

/// Answers 2 KB of JSON to everybody until it is killed.
pub fn serve() -> Result<()> {
    let body: &'static str = format!("{{\"fixed\":\"{}\"}}", "x".repeat(2048 - 12)).leak();
    actix_web::rt::System::new().block_on(async move {
        let answer = move || async move { HttpResponse::Ok().content_type("application/json").body(body) };
        let app = move || App::new().route("/", web::get().to(answer));
        let server = HttpServer::new(app).workers(std::thread::available_parallelism()?.get()).bind(("127.0.0.1", 0))?;
        println!("{}", server.addrs().first().context("an address")?.port());
        std::io::stdout().flush()?;
        Ok(server.run().await?)
    })
}

/// Starts this very program as the ceiling; returns it and its port.
pub fn start() -> Result<(Ending, u16)> {
    let mut command = Command::new(env::current_exe()?);
    let mut process = Ending::start(command.arg(ARGUMENT).stdin(Stdio::null()).stdout(Stdio::piped()))?;
    let mut line = String::new();
    BufReader::new(process.program.stdout.take().context("the ceiling has no output")?).read_line(&mut line)?;
    Ok((process, line.trim().parse().context("the ceiling's port")?))
}
