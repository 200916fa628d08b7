//! The sub-district to visit: a server of its own for every journey, with the demo's data.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde_json::{Value, json};
use shared::lang::Lang;
use shared::staffing::Duty;
use tests::server::{self, Server};

/// A server with a fresh copy of the demo.
pub struct Site {
    pub server: Server,
    /// What `wangge demo` printed.
    pub printed: String,
    /// Files of this journey.
    pub folder: PathBuf,
}

impl Site {
    /// Starts a server for the journey of this name.
    pub fn start(name: &str) -> Result<Self> {
        let demo = demo()?;
        let folder = run_folder()?.join(name);
        let data = folder.join("data");
        copy(&demo.folder, &data)?;
        Ok(Self { server: serve(&data)?, printed: demo.printed.clone(), folder })
    }

    /// Starts the server once more, on the data of the one that ended.
    pub fn starts_again(&self) -> Result<Server> {
        serve(&self.server.data)
    }

    /// Starts a server with nothing in it.
    pub fn start_empty(name: &str) -> Result<Self> {
        let folder = run_folder()?.join(name);
        Ok(Self { server: serve(&folder.join("data"))?, printed: String::new(), folder })
    }
}

/// People behind one address are few in a village; here all of them are.
fn serve(data: &Path) -> Result<Server> {
    let many = [
        "WANGGE_SIGN_INS_PER_MINUTE",
        "WANGGE_LOOKUPS_PER_MINUTE",
        "WANGGE_REPORTS_PER_MINUTE",
        "WANGGE_UPLOADS_PER_MINUTE",
        "WANGGE_FREE_REPORTS_PER_HOUR",
    ];
    Server::start(data, &many.map(|name| (name, "100000")))
}

/// A board in the list of all.
#[derive(Debug, Clone)]
pub struct Board {
    pub code: String,
    pub short_code: String,
    pub name: String,
    pub village: String,
}

impl Board {
    /// Where its QR code leads.
    pub fn path(&self) -> String {
        format!("/g/{}", self.short_code)
    }
}

impl Site {
    /// Phone and password of somebody with this duty, as `wangge demo` printed them.
    pub fn login(&self, duty: Duty) -> Result<(String, String)> {
        let password = self
            .printed
            .split_once("with the password ")
            .and_then(|(_, rest)| rest.lines().next())
            .context("the demo names no password")?;
        let line = self
            .printed
            .lines()
            .find(|line| line.ends_with(duty.label(Lang::En)))
            .with_context(|| format!("the demo names no {duty}: {}", self.printed))?;
        let phone = line.split_whitespace().next().context("a phone")?;
        Ok((phone.to_owned(), password.to_owned()))
    }

    /// The board of the grid whose people the demo names.
    pub fn own_board(&self) -> Result<Board> {
        let code = self
            .printed
            .lines()
            .find_map(|line| line.split_once("/g/").map(|(_, code)| code.trim().to_owned()))
            .context("the demo names no board")?;
        self.board(|board| board["short_code"] == code.as_str())
    }

    /// A point well inside of some grid: the middle of the box around it lies in it, for the demo's grids are round enough.
    pub fn middle_of_some_grid(&self) -> Result<(f64, f64)> {
        let board = self.board(|board| board["boundary"].is_object())?;
        let whole = self.server.connect()?.send("GET", &format!("/api/v1/boards/{}", board.code), &[], b"")?.json();
        let mut numbers = Vec::new();
        collect(&whole["boundary"]["coordinates"], &mut numbers);
        let (lons, lats): (Vec<f64>, Vec<f64>) = numbers.chunks(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).unzip();
        let middle =
            |values: &[f64]| (values.iter().copied().fold(f64::MAX, f64::min) + values.iter().copied().fold(f64::MIN, f64::max)) / 2.0;
        Ok((middle(&lons), middle(&lats)))
    }

    /// A resident's report by the API.
    pub fn report(&self, board: &Board, category: &str, text: &str) -> Result<()> {
        let body = json!({ "category": category, "grid": board.code, "text": text }).to_string();
        let answer = self.server.connect()?.send("POST", "/api/v1/reports", &[("content-type", "application/json")], body.as_bytes())?;
        ensure!(answer.status == 201, "{}", answer.text());
        Ok(())
    }

    /// What somebody with this duty does through the API, in JSON; `seen` is the version of the case.
    pub fn acts(&self, duty: Duty, method: &str, path: &str, seen: Option<i64>, body: &Value) -> Result<Value> {
        self.acts_on(&self.server, duty, method, path, seen, body)
    }

    /// The same on a server that was started again.
    pub fn acts_on(&self, server: &Server, duty: Duty, method: &str, path: &str, seen: Option<i64>, body: &Value) -> Result<Value> {
        let (phone, password) = self.login(duty)?;
        let mut http = server.connect()?;
        let json = ("content-type", "application/json");
        let login = json!({ "phone": phone, "password": password }).to_string();
        let signed_in = http.send("POST", "/api/v1/auth/login", &[json], login.as_bytes())?.json();
        let token = format!("Bearer {}", signed_in["access_token"].as_str().context("a token")?);
        let seen = format!("\"r{}\"", seen.unwrap_or_default());
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let answer =
            http.send(method, &format!("/api/v1{path}"), &[json, ("authorization", &token), ("if-match", &seen)], body.as_bytes())?;
        ensure!((200..300).contains(&answer.status), "{method} {path}: {}", answer.text());
        Ok(answer.json())
    }

    /// The first board that fits, as the API tells it.
    pub fn board(&self, fits: impl Fn(&Value) -> bool) -> Result<Board> {
        let mut http = self.server.connect()?;
        let list = http.send("GET", "/api/v1/boards?limit=100", &[], b"")?.json();
        for item in list["items"].as_array().context("a list of boards")? {
            let text = |name: &str| item[name].as_str().map(str::to_owned).context(name.to_owned());
            let board = Board { code: text("grid")?, short_code: text("short_code")?, name: text("name")?, village: text("village_name")? };
            let whole = http.send("GET", &format!("/api/v1/boards/{}", board.code), &[], b"")?.json();
            if fits(&whole) {
                return Ok(board);
            }
        }
        bail!("no board fits")
    }
}

/// All numbers of nested lists, in their order.
fn collect(value: &Value, numbers: &mut Vec<f64>) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, numbers)),
        value => numbers.extend(value.as_f64()),
    }
}

/// The demo as it was made, once for all journeys.
struct Demo {
    folder: PathBuf,
    printed: String,
}

fn demo() -> Result<&'static Demo> {
    static DEMO: OnceLock<Result<Demo, String>> = OnceLock::new();
    let make = || {
        let folder = run_folder()?.join("demo");
        // The whole demo makes better pictures of the screen.
        let size: &[&str] = if env::var_os("WANGGE_WHOLE_DEMO").is_some() { &["demo"] } else { &["demo", "--small"] };
        let printed = server::run(&folder, size).context("making the demo")?;
        Ok(Demo { folder, printed })
    };
    DEMO.get_or_init(|| make().map_err(|error: anyhow::Error| format!("{error:#}"))).as_ref().map_err(|words| anyhow!(words.clone()))
}

/// The folder of this run, emptied of the last one.
fn run_folder() -> Result<&'static Path> {
    static FOLDER: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let make = || {
        let folder = target().join("browser");
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(&folder)?;
        Ok(folder)
    };
    FOLDER
        .get_or_init(|| make().map_err(|error: std::io::Error| format!("could not empty target/browser: {error}")))
        .as_deref()
        .map_err(|words| anyhow!(words.clone()))
}

/// The folder of everything built.
pub fn target() -> PathBuf {
    let tmp = Path::new(env!("CARGO_TARGET_TMPDIR"));
    tmp.parent().unwrap_or(tmp).to_path_buf()
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}
