//! A sub-district with one grid, and residents who send reports until the server is gone.

use std::io::Cursor;
use std::path::Path;
use std::sync::mpsc::Sender;

use anyhow::{Context, Result, ensure};
use backend::app::State;
use backend::caller::Token;
use backend::changes::By;
use backend::config::Options;
use backend::{session, staffing};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use serde_json::{Value, json};
use shared::staffing::{Duty, NewAppointment, NewPerson};
use shared::time::Moment;
use tempfile::TempDir;
use tests::http::{Answered, Http};
use tests::server::Server;
use uuid::Uuid;

/// Its grid.
pub const GRID: &str = "330881003207001";

/// Limits out of the way: all residents share one address.
const SETTINGS: [(&str, &str); 4] = [
    ("WANGGE_LOOKUPS_PER_MINUTE", "1000000"),
    ("WANGGE_REPORTS_PER_MINUTE", "1000000"),
    ("WANGGE_FREE_REPORTS_PER_HOUR", "1000000"),
    ("WANGGE_UPLOADS_PER_MINUTE", "1000000"),
];

/// The data of a sub-district between two starts of its server.
pub struct Town {
    folder: TempDir,
}

impl Town {
    pub fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let options = Options { data: Some(folder.path().into()), ..Options::default() };
        // Opening migrates.
        drop(State::open(options.settle(None)?)?);
        let town = Self { folder };
        town.database()?.batch_execute(&format!(
            "INSERT INTO divisions (code, name, level, updated_at) VALUES ('330881003', '清湖街道', 'sub_district', 0), ('330881003207', '十村', 'village', 0);
             INSERT INTO grids (code, short_code, name, kind, village, opened_on, updated_at) VALUES ('{GRID}', '207001', '第一网格', 'base', '330881003207', '2026-01-01', 0);"
        ))?;
        Ok(town)
    }

    pub fn open(&self) -> Result<Server> {
        Server::start(self.folder.path(), &SETTINGS)
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    fn database(&self) -> Result<SqliteConnection> {
        let path = self.folder.path().join("wangge.sqlite");
        let mut connection = SqliteConnection::establish(path.to_str().context("a path in UTF-8")?)?;
        connection.batch_execute("PRAGMA busy_timeout = 5000")?;
        Ok(connection)
    }

    /// A full-time member of the grid, signed in for as long as a token holds: their `Bearer …`.
    pub fn member(&self) -> Result<String> {
        let options = Options { data: Some(self.folder.path().into()), ..Options::default() };
        let state = State::open(options.settle(None)?)?;
        let by = By { person: None, at: Moment::now() };
        let (name, area) = ("林小梅".parse()?, GRID.parse()?);
        let token = state.db.write_blocking(move |conn| {
            let new = NewPerson { name, phone: None, phone_public: false, photo_public: false };
            let person = staffing::rows::add_person(conn, &new, by)?;
            let (duty, from_day) = (Duty::FullTime, by.at.day());
            let post = NewAppointment { person, duty, area, unit: None, covering_for: None, from_day, to_day: None };
            staffing::rows::appoint(conn, &post, by)?;
            session::rows::set_password(conn, person, "nobody knows it", None, by.at)?;
            Ok(Token { person, session: session::rows::open(conn, person, None, by.at)? })
        })?;
        Ok(format!("Bearer {}", state.keys.sign(token, by.at)?))
    }

    /// A number (`n`) from the database.
    pub fn count(&self, query: &str) -> Result<i64> {
        Ok(diesel::sql_query(query).get_result::<Count>(&mut self.database()?)?.n)
    }

    /// How often each text was filed.
    pub fn filed(&self) -> Result<Vec<Filed>> {
        Ok(diesel::sql_query("SELECT text, count(*) AS times FROM reports GROUP BY text").load(&mut self.database()?)?)
    }
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// A text in the database.
#[derive(Debug, QueryableByName)]
pub struct Filed {
    #[diesel(sql_type = Text)]
    pub text: String,
    #[diesel(sql_type = BigInt)]
    pub times: i64,
}

/// A report to send, again and again with the same key until it is answered.
#[derive(Debug, Clone)]
pub struct Sending {
    pub key: String,
    pub text: String,
    pub photo: bool,
}

/// What the server answered for.
#[derive(Debug, Clone)]
pub struct Acknowledged {
    pub text: String,
    pub receipt: String,
    /// The path of a photo it took, without the host.
    pub photo: Option<String>,
}

impl Sending {
    pub fn new(photo: bool) -> Self {
        let key = Uuid::new_v4().to_string();
        Self { text: format!("路灯不亮 {key}"), key, photo }
    }

    /// Sends the report without its photo.
    pub fn post(&self, http: &mut Http) -> Result<Answered> {
        let body = json!({ "category": "0602", "grid": GRID, "text": self.text, "photo_count": u8::from(self.photo) }).to_string();
        Ok(http.send(
            "POST",
            "/api/v1/reports",
            &[("content-type", "application/json"), ("idempotency-key", &self.key)],
            body.as_bytes(),
        )?)
    }

    /// Sends the report and its photo; an answer that is none, or not the expected one, is an error.
    pub fn file(&self, http: &mut Http) -> Result<Acknowledged> {
        let answer = self.post(http)?;
        ensure!(answer.status == 201, "{} {}", answer.status, answer.text());
        let receipt = text(&answer.json(), "receipt")?;
        let photo = if self.photo { Some(self.add_photo(http, &receipt)?) } else { None };
        Ok(Acknowledged { text: self.text.clone(), receipt, photo })
    }

    /// Adds its photo and returns the path where it is shown.
    fn add_photo(&self, http: &mut Http, receipt: &str) -> Result<String> {
        let answer =
            http.send("POST", &format!("/api/v1/receipts/{receipt}/photos"), &[("content-type", "image/png")], &self.picture()?)?;
        ensure!(answer.status == 201, "{} {}", answer.status, answer.text());
        let url = text(&answer.json(), "url")?;
        Ok(url.find("/api/").map_or(url.clone(), |start| url[start..].to_owned()))
    }

    /// A picture of which there is no second one; always the same for the same key.
    fn picture(&self) -> Result<Vec<u8>> {
        let colours = *Uuid::parse_str(&self.key)?.as_bytes();
        let pixel = |x: u32, y: u32| image::Rgb([x, y, x + y].map(|n| colours[(n / 16 % 16) as usize]));
        let mut bytes = Cursor::new(Vec::new());
        image::RgbImage::from_fn(256, 192, pixel).write_to(&mut bytes, image::ImageFormat::Png)?;
        Ok(bytes.into_inner())
    }

    /// Files reports until the server is gone; returns the one it did not answer.
    pub fn until_it_is_gone(server: u16, photo: bool, acknowledged: &Sender<Acknowledged>) -> Option<Self> {
        let mut http = Http::connect(server).ok()?;
        loop {
            let sending = Self::new(photo);
            match sending.file(&mut http) {
                Ok(done) => acknowledged.send(done).ok()?,
                Err(_) => return Some(sending),
            }
        }
    }
}

fn text(json: &Value, name: &str) -> Result<String> {
    json[name].as_str().map(str::to_owned).with_context(|| format!("no {name} in {json}"))
}
