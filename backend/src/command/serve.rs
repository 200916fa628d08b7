//! `wangge serve`.

use std::io::IsTerminal;

use actix_web::HttpServer;
use anyhow::Context;
use shared::time::Moment;
use tracing_subscriber::EnvFilter;

use crate::app::{State, app};
use crate::config::Config;
use crate::session::accounts::new_setup_code;
use crate::{channels, jobs};

/// Serves until SIGTERM or Ctrl-C, then lets requests under way finish.
pub fn serve(config: Config) -> anyhow::Result<()> {
    log();
    let (bind, port, workers) = (config.bind, config.port, config.workers);
    let state = State::open(config)?;
    let code = state.db.write_blocking(|conn| new_setup_code(conn, Moment::now()))?;
    actix_web::rt::System::new().block_on(async move {
        let background = actix_web::rt::spawn(jobs::run(state.clone()));
        let sender = actix_web::rt::spawn(channels::sending::run(state.clone()));
        let address = state.config.public_url.clone();
        let server = HttpServer::new(move || app(state.clone()))
            .workers(workers)
            .shutdown_timeout(20)
            .bind((bind, port))
            .with_context(|| format!("cannot listen on {bind}:{port}; choose another with --port"))?;
        println!("Wangge answers at {address}");
        if let Some(code) = code {
            println!("Nobody has an account yet. Set up the first administrator at {address}/app/setup with the code {code}");
        }
        server.run().await?;
        background.abort();
        sender.abort();
        Ok(())
    })
}

/// One JSON object a line; plain text on a terminal. `RUST_LOG` chooses how much.
fn log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second subscriber (in tests) is no reason to stop.
    drop(if std::io::stderr().is_terminal() { lines.try_init() } else { lines.json().flatten_event(true).try_init() });
}
