//! One chromedriver for all journeys.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use tests::ending::Ending;
use tests::server::free_port;

/// By which the server knows a browser again.
const REFRESH_COOKIE: &[u8] = b"__Host-refresh";

/// What somebody holds in the hand or sits before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// A cheap phone: 390 by 844, touched.
    Phone,
    /// A desk: 1280 by 900.
    Desk,
}

/// The address of chromedriver, started by whoever asks first. It ends with the tests, and every browser with it.
fn driver() -> Result<&'static str> {
    static DRIVER: OnceLock<Result<(String, Ending), String>> = OnceLock::new();
    match DRIVER.get_or_init(|| start().map_err(|error| format!("{error:#}"))) {
        Ok((address, _)) => Ok(address),
        Err(words) => bail!("{words}"),
    }
}

fn start() -> Result<(String, Ending)> {
    let port = free_port()?;
    let program = program("CHROMEDRIVER", "chromedriver")?;
    let mut command = Command::new(program);
    command.arg(format!("--port={port}")).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).env("LANGUAGE", "zh_CN");
    let mut process = Ending::start(&mut command).context("could not start chromedriver")?;
    let mut printed = BufReader::new(process.program.stdout.take().context("chromedriver has no output")?);
    let mut line = String::new();
    while !line.contains("started successfully") {
        line.clear();
        if printed.read_line(&mut line)? == 0 {
            bail!("chromedriver did not start on port {port}");
        }
    }
    // It says little more, which the pipe holds.
    process.program.stdout = Some(printed.into_inner());
    Ok((format!("http://127.0.0.1:{port}"), process))
}

/// A program by its variable, else where Debian installs it.
fn program(variable: &str, name: &str) -> Result<PathBuf> {
    let program = env::var_os(variable).map_or_else(|| Path::new("/usr/bin").join(name), PathBuf::from);
    if !program.is_file() {
        bail!("{} is missing (Debian: apt-get install chromium chromium-driver), or name another with {variable}", program.display());
    }
    Ok(program)
}

/// A new browser that knows nothing, with a profile of its own in `folder`.
pub async fn open(screen: Screen, folder: &Path) -> Result<Client> {
    let (width, height) = match screen {
        Screen::Phone => (390, 844),
        Screen::Desk => (1280, 900),
    };
    let mut options = json!({
        "binary": program("CHROMIUM", "chromium")?,
        "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--lang=zh-CN", format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", folder.join("profile").display()),
        ],
        "prefs": { "profile.default_content_setting_values.geolocation": 2, "intl.accept_languages": "zh-CN,zh", "download.default_directory": folder.join("downloads") },
    });
    if screen == Screen::Phone {
        options["mobileEmulation"] =
            json!({ "deviceMetrics": { "width": width, "height": height, "pixelRatio": 2, "mobile": true, "touch": true } });
    }
    let capabilities = json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" }, "timeouts": { "script": 60_000, "pageLoad": 60_000, "implicit": 0 } });
    let capabilities = capabilities.as_object().cloned().context("capabilities are an object")?;
    Ok(ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(driver()?).await?)
}

/// Waits until a browser that is signed in has written so to its disk, which it does every half minute: a phone has had longer.
pub async fn remembers(folder: &Path) -> Result<()> {
    let (cookies, begun) = (folder.join("profile/Default/Cookies"), Instant::now());
    while begun.elapsed() < Duration::from_secs(90) {
        let written = fs::read(&cookies).unwrap_or_default();
        if written.windows(REFRESH_COOKIE.len()).any(|bytes| bytes == REFRESH_COOKIE) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    bail!("the browser has not written its cookies to {}", cookies.display())
}

/// Ends the browser whose profile is in `folder` with no chance to save anything, and waits until it is gone.
pub async fn kill(folder: &Path) -> Result<()> {
    let profile = format!("user-data-dir={}", folder.join("profile").display());
    ensure!(Command::new("pkill").args(["-KILL", "-f", &profile]).status()?.success(), "there is no browser to kill");
    while Command::new("pgrep").args(["-f", &profile]).stdout(Stdio::null()).status()?.success() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}
