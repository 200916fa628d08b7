//! Settings of one server: from a file, the environment and flags; a later one wins.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use serde::Deserialize;
use shared::devices::AppVersion;

/// What may be set; every member has a flag, an environment variable `WANGGE_…` and a line in the file (`--config`).
#[derive(Debug, Clone, Default, Args, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct Options {
    /// Where the embedded database and the photos are kept
    #[arg(long, env = "WANGGE_DATA", global = true, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// `sqlite:PATH` or `postgres://USER@HOST/NAME`; by default SQLite in the data folder
    #[arg(long, env = "WANGGE_DATABASE_URL", global = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// Address to listen on [default: 127.0.0.1]
    #[arg(long, env = "WANGGE_BIND", global = true, value_name = "ADDRESS")]
    pub bind: Option<IpAddr>,
    /// Port to listen on [default: 8080]
    #[arg(long, env = "WANGGE_PORT", global = true)]
    pub port: Option<u16>,
    /// How residents reach this server; printed in QR codes [default: http://BIND:PORT]
    #[arg(long, env = "WANGGE_PUBLIC_URL", global = true, value_name = "URL")]
    pub public_url: Option<String>,
    /// A reverse proxy whose X-Forwarded-For is believed; may be repeated
    #[arg(long = "trusted-proxy", env = "WANGGE_TRUSTED_PROXIES", global = true, value_name = "ADDRESS", value_delimiter = ',')]
    #[serde(alias = "trusted-proxy")]
    pub trusted_proxies: Vec<IpAddr>,
    /// Threads that answer requests [default: one per core]
    #[arg(long, env = "WANGGE_WORKERS", global = true)]
    pub workers: Option<usize>,
    /// Memory in KiB one password check takes; more is slower for everybody, attackers first [default: 19456]
    #[arg(long, env = "WANGGE_PASSWORD_KIB", global = true, value_name = "KIB")]
    pub password_kib: Option<u32>,
    /// Sign-ins one address may try a minute [default: 60]
    #[arg(long, env = "WANGGE_SIGN_INS_PER_MINUTE", global = true, value_name = "N")]
    pub sign_ins_per_minute: Option<u32>,
    /// Receipts, badges and the like one address may look up a minute [default: 60]
    #[arg(long, env = "WANGGE_LOOKUPS_PER_MINUTE", global = true, value_name = "N")]
    pub lookups_per_minute: Option<u32>,
    /// Reports one address may file a minute without signing in [default: 20]
    #[arg(long, env = "WANGGE_REPORTS_PER_MINUTE", global = true, value_name = "N")]
    pub reports_per_minute: Option<u32>,
    /// Anonymous reports of one address an hour that need no proof of work [default: 5]
    #[arg(long, env = "WANGGE_FREE_REPORTS_PER_HOUR", global = true, value_name = "N")]
    pub free_reports_per_hour: Option<u32>,
    /// How hard the proof of work for further ones is; each bit doubles it, 18 takes a cheap phone a second or two [default: 18]
    #[arg(long, env = "WANGGE_PROOF_BITS", global = true, value_name = "BITS", value_parser = clap::value_parser!(u8).range(0..=32))]
    pub proof_bits: Option<u8>,
    /// Receipt codes that do not exist one address may try an hour [default: 60]
    #[arg(long, env = "WANGGE_WRONG_CODES_PER_HOUR", global = true, value_name = "N")]
    pub wrong_codes_per_hour: Option<u32>,
    /// Photos one address may send a minute without signing in [default: 60]
    #[arg(long, env = "WANGGE_UPLOADS_PER_MINUTE", global = true, value_name = "N")]
    pub uploads_per_minute: Option<u32>,
    /// Let notices go to private addresses and plain http, such as a gateway in the office's own network
    #[arg(long, env = "WANGGE_PRIVATE_CHANNELS", global = true)]
    pub private_channels: bool,
    /// Seconds a channel may take to answer, 30 at most [default: 10]
    #[arg(long, env = "WANGGE_CHANNEL_SECONDS", global = true, value_name = "N")]
    pub channel_seconds: Option<u64>,
    /// The oldest version of the app that is served; work is taken from older ones all the same [default: any]
    #[arg(long, env = "WANGGE_OLDEST_APP", global = true, value_name = "VERSION")]
    pub oldest_app: Option<AppVersion>,
    /// Do not serve the API's documentation at /docs
    #[arg(long, env = "WANGGE_NO_DOCS", global = true)]
    pub no_docs: bool,
    /// A font with Chinese letters for PDFs; by default one of the system's
    #[arg(long, env = "WANGGE_FONT", global = true, value_name = "FILE")]
    pub font: Option<PathBuf>,
}

/// The settings in force.
#[derive(Debug, Clone)]
pub struct Config {
    pub data: PathBuf,
    pub database_url: String,
    pub bind: IpAddr,
    pub port: u16,
    /// Without a slash at the end.
    pub public_url: String,
    pub trusted_proxies: Vec<IpAddr>,
    pub workers: usize,
    pub password_kib: u32,
    pub sign_ins_per_minute: u32,
    pub lookups_per_minute: u32,
    pub reports_per_minute: u32,
    pub uploads_per_minute: u32,
    pub private_channels: bool,
    pub channel_seconds: u64,
    pub free_reports_per_hour: u32,
    pub proof_bits: u8,
    pub wrong_codes_per_hour: u32,
    pub oldest_app: Option<AppVersion>,
    pub docs: bool,
    pub font: Option<PathBuf>,
}

impl Options {
    /// Reads the file, if there is one, and lets flags and environment win over it.
    pub fn settle(self, file: Option<&Path>) -> anyhow::Result<Config> {
        let kept = file.map(read).transpose()?.unwrap_or_default();
        let data = self.data.or(kept.data).unwrap_or_else(|| "data".into());
        let database_url =
            self.database_url.or(kept.database_url).unwrap_or_else(|| format!("sqlite:{}", data.join("wangge.sqlite").display()));
        let bind = self.bind.or(kept.bind).unwrap_or_else(|| IpAddr::from([127, 0, 0, 1]));
        let port = self.port.or(kept.port).unwrap_or(8080);
        let public_url = self.public_url.or(kept.public_url).unwrap_or_else(|| format!("http://{bind}:{port}"));
        anyhow::ensure!(
            public_url.starts_with("http://") || public_url.starts_with("https://"),
            "the public URL must start with http:// or https://, but is {public_url:?}"
        );
        let workers = self.workers.or(kept.workers).unwrap_or_else(|| std::thread::available_parallelism().map_or(2, usize::from));
        anyhow::ensure!(workers > 0, "at least one worker is needed to answer anything");
        Ok(Config {
            data,
            database_url,
            bind,
            port,
            public_url: public_url.trim_end_matches('/').to_owned(),
            trusted_proxies: if self.trusted_proxies.is_empty() { kept.trusted_proxies } else { self.trusted_proxies },
            workers,
            password_kib: self.password_kib.or(kept.password_kib).unwrap_or(19_456),
            sign_ins_per_minute: self.sign_ins_per_minute.or(kept.sign_ins_per_minute).unwrap_or(60),
            lookups_per_minute: self.lookups_per_minute.or(kept.lookups_per_minute).unwrap_or(60),
            reports_per_minute: self.reports_per_minute.or(kept.reports_per_minute).unwrap_or(20),
            uploads_per_minute: self.uploads_per_minute.or(kept.uploads_per_minute).unwrap_or(60),
            private_channels: self.private_channels || kept.private_channels,
            channel_seconds: self.channel_seconds.or(kept.channel_seconds).unwrap_or(10).clamp(1, 30),
            free_reports_per_hour: self.free_reports_per_hour.or(kept.free_reports_per_hour).unwrap_or(5),
            // A configuration file is not checked by the flags' rules.
            proof_bits: self.proof_bits.or(kept.proof_bits).unwrap_or(18).min(32),
            wrong_codes_per_hour: self.wrong_codes_per_hour.or(kept.wrong_codes_per_hour).unwrap_or(60),
            oldest_app: self.oldest_app.or(kept.oldest_app),
            docs: !(self.no_docs || kept.no_docs),
            font: self.font.or(kept.font),
        })
    }
}

fn read(file: &Path) -> anyhow::Result<Options> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read the configuration {}", file.display()))?;
    toml::from_str(&text).with_context(|| format!("the configuration {} is not right", file.display()))
}
