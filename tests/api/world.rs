//! A world to test in: an app of its own on a database of its own, and people to act as.

use std::path::PathBuf;
use std::rc::Rc;
use std::sync::OnceLock;

use actix_web::body::BoxBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, IF_MATCH};
use actix_web::http::{Method as HttpMethod, StatusCode};
use actix_web::test::{TestRequest, init_service, read_body};
use backend::app::{State, app};
use backend::changes::By;
use backend::config::{Config, Options};
use backend::db::Db;
use backend::limits::Limits;
use futures_util::future::LocalBoxFuture;
use serde::de::DeserializeOwned;
use shared::call::{Call, Method};
use shared::divisions::DivisionCode;
use shared::grids::GridCode;
use shared::problem::{Code, Problem};
use shared::session::{SessionId, SignIn};
use shared::staffing::{Duty, NewAppointment, NewPerson, PersonId};
use shared::time::{Day, Moment};
use shared::units::UnitId;
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// The sub-district every world has.
pub const QINGHU: &str = "330881003";
/// A village of it (十村), and two grids of the village.
pub const SHICUN: &str = "330881003207";
pub const GRID_1: &str = "330881003207001";
pub const GRID_2: &str = "330881003207002";
/// A grid of another village (九村).
pub const OTHER_GRID: &str = "330881003206001";

/// The password of everybody in the world.
pub const PASSWORD: &str = "correct horse 网格";

pub struct World {
    pub state: State,
    door: Door,
    /// Holds the photos, and on SQLite the database.
    _folder: TempDir,
}

/// Somebody who sends requests: a person with a token, or a visitor without.
#[derive(Clone)]
pub struct Person {
    pub id: PersonId,
    pub phone: String,
    token: Option<String>,
    door: Door,
}

/// The app, put together when the first request comes and kept for the others.
#[derive(Clone)]
struct Door {
    state: State,
    app: Rc<OnceCell<Answering>>,
}

type Answering = Rc<dyn Fn(TestRequest) -> LocalBoxFuture<'static, ServiceResponse<BoxBody>>>;

impl Door {
    fn of(state: State) -> Self {
        Self { state, app: Rc::default() }
    }

    async fn answers(&self, request: TestRequest) -> ServiceResponse<BoxBody> {
        let app = self.app.get_or_init(|| async { answering(self.state.clone()).await }).await;
        app(request).await
    }
}

async fn answering(state: State) -> Answering {
    let service = Rc::new(init_service(app(state)).await);
    Rc::new(move |request| {
        let service = service.clone();
        Box::pin(async move {
            match service.call(request.to_request()).await {
                Ok(response) => response.map_into_boxed_body(),
                Err(error) => panic!("the frame answers every error, but this came through: {error}"),
            }
        })
    })
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl World {
    /// A world with Qinghu, two of its villages and three grids; nobody in it yet.
    pub async fn new() -> Self {
        let world = Self::empty().await;
        world.write(place_qinghu).await;
        world
    }

    /// The same, where notices may go to this very machine, and wait a second for an answer.
    pub async fn with_private_channels() -> Self {
        let world = Self::set_up(Options { private_channels: true, channel_seconds: Some(1), ..many() }).await;
        world.write(place_qinghu).await;
        world
    }

    /// A world with nothing in it.
    pub async fn empty() -> Self {
        Self::set_up(many()).await
    }

    async fn set_up(options: Options) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data: PathBuf = folder.path().into();
        let options = Options {
            data: Some(data),
            database_url: Some(fresh_database(&folder)),
            public_url: Some("http://wangge.test".into()),
            password_kib: Some(64),
            ..options
        };
        let config = options.settle(None).expect("settings");
        let state = tokio::task::spawn_blocking(|| State::open(config)).await.expect("no panic").expect("a server");
        Self { door: Door::of(state.clone()), state, _folder: folder }
    }

    pub fn config(&self) -> &Config {
        &self.state.config
    }

    /// Holds for everybody who comes from now on.
    pub fn limit(&mut self, config: &Config) {
        self.state.config = config.clone();
        self.state.limits = Limits::new(config);
        self.door = Door::of(self.state.clone());
    }

    /// Works on the database directly, for what only time or an operator could do.
    pub async fn write<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut backend::db::Conn) -> Result<T, backend::error::Error> + Send + 'static,
    ) -> T {
        self.state.db.write(f).await.expect("a write")
    }

    /// Waits until readers of the change feed see all that was written so far.
    pub async fn caught_up(&self) {
        caught_up(&self.state.db).await;
    }

    /// Anybody at all.
    pub fn visitor(&self) -> Person {
        Person { id: PersonId::new(), phone: String::new(), token: None, door: self.door.clone() }
    }

    /// Somebody new with one duty since last year, signed in.
    pub async fn person(&self, name: &str, duty: Duty, area: &str) -> Person {
        let (name, area, phone) = (name.parse().expect("a name"), area.parse().expect("an area"), phone());
        let new = NewPerson { name, phone: Some(phone.parse().expect("a phone")), phone_public: true, photo_public: true };
        let hash = self.state.passwords.hash(PASSWORD.into()).await.expect("a hash");
        let by = By { person: None, at: Moment::now() };
        let id = self
            .write(move |conn| {
                let person = backend::staffing::rows::add_person(conn, &new, by)?;
                let from_day = by.at.day().shifted(-365);
                backend::staffing::rows::appoint(
                    conn,
                    &NewAppointment { person, duty, area, unit: None, covering_for: None, from_day, to_day: None },
                    by,
                )?;
                backend::session::rows::set_password(conn, person, &hash, None, by.at)?;
                Ok(person)
            })
            .await;
        self.signed_in(id, phone).await
    }

    /// Gives somebody one more duty, since last year.
    pub async fn appoint(&self, person: &Person, duty: Duty, area: &str, unit: Option<UnitId>) {
        let (person, area, by) = (person.id, area.parse().expect("an area"), By { person: None, at: Moment::now() });
        let from_day = by.at.day().shifted(-365);
        let new = NewAppointment { person, duty, area, unit, covering_for: None, from_day, to_day: None };
        self.write(move |conn| backend::staffing::rows::appoint(conn, &new, by).map(drop)).await;
    }

    async fn signed_in(&self, id: PersonId, phone: String) -> Person {
        let now = Moment::now();
        let session: SessionId = self.write(move |conn| backend::session::rows::open(conn, id, Some("test"), now)).await;
        let token = self.state.keys.sign(backend::caller::Token { person: id, session }, now).expect("a token");
        Person { id, phone, token: Some(token), door: self.door.clone() }
    }

    /// The grid leader of [`GRID_1`].
    pub async fn leader(&self, name: &str) -> Person {
        self.person(name, Duty::Leader, GRID_1).await
    }

    /// The full-time member of [`GRID_1`].
    pub async fn full_time(&self, name: &str) -> Person {
        self.person(name, Duty::FullTime, GRID_1).await
    }

    /// Somebody in the command room.
    pub async fn dispatcher(&self, name: &str) -> Person {
        self.person(name, Duty::Dispatcher, QINGHU).await
    }

    /// Somebody in the social governance office.
    pub async fn assessor(&self, name: &str) -> Person {
        self.person(name, Duty::Assessor, QINGHU).await
    }

    pub async fn administrator(&self, name: &str) -> Person {
        self.person(name, Duty::Administrator, QINGHU).await
    }
}

impl Person {
    /// Signs in with a password, as a phone does.
    pub fn sign_in(&self, password: &str) -> SignIn {
        SignIn {
            phone: self.phone.parse().expect("a phone"),
            password: password.into(),
            device: Some("test phone".parse().expect("a name")),
        }
    }

    /// The same person holding another token.
    pub fn with_token(&self, token: &str) -> Person {
        Person { token: Some(token.into()), ..self.clone() }
    }

    /// Sends a call and expects it to be done.
    pub async fn sends<A: DeserializeOwned>(&self, call: Call<A>) -> A {
        let reply = self.tries(&call).await;
        assert!(reply.status.is_success(), "{} {}: {} {}", call.method.as_str(), call.path, reply.status, reply.text());
        call.read(&reply.body).unwrap_or_else(|error| panic!("{} {}: {error} in {}", call.method.as_str(), call.path, reply.text()))
    }

    /// Sends a call and expects this problem.
    pub async fn fails<A: DeserializeOwned>(&self, call: Call<A>, code: Code) -> Problem {
        let reply = self.tries(&call).await;
        let problem = reply.problem();
        assert_eq!(problem.code, code, "{} {}: {}", call.method.as_str(), call.path, reply.text());
        problem
    }

    /// Sends a call, whatever comes of it.
    pub async fn tries<A: DeserializeOwned>(&self, call: &Call<A>) -> Reply {
        let mut request = TestRequest::default().method(method(call.method)).uri(&call.path);
        if let Some(body) = &call.body {
            request = request.insert_header((CONTENT_TYPE, body.content_type)).set_payload(body.bytes.clone());
        }
        if let Some(version) = call.if_match {
            request = request.insert_header((IF_MATCH, format!("\"r{version}\"")));
        }
        if let Some(key) = call.idempotency_key {
            request = request.insert_header(("idempotency-key", key.to_string()));
        }
        self.asks(request).await
    }

    /// Opens a page or anything else by its address.
    pub async fn opens(&self, path: &str) -> Reply {
        self.asks(TestRequest::get().uri(path)).await
    }

    /// Sends any request at all, with the token.
    pub async fn asks(&self, request: TestRequest) -> Reply {
        let request = match &self.token {
            Some(token) => request.insert_header((AUTHORIZATION, format!("Bearer {token}"))),
            None => request,
        };
        let response = self.door.answers(request.peer_addr(([127, 0, 0, 1], 40_000).into())).await;
        let (status, headers) = (response.status(), response.headers().clone());
        Reply { status, headers, body: read_body(response).await.to_vec() }
    }
}

impl Reply {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub fn problem(&self) -> Problem {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{} {}", self.status, self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("not a problem ({error}): {}", self.text()))
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("not JSON ({error}): {}", self.text()))
    }
}

/// Waits until readers of the change feed see all that was written so far: on PostgreSQL any transaction in the cluster that began before
/// a change holds them back until it ends, and other tests have theirs.
pub async fn caught_up(db: &Db) {
    use backend::schema::feed;
    use diesel::prelude::*;
    loop {
        let told = db.read(|conn| {
            let last: Option<i64> = feed::table.select(diesel::dsl::max(feed::seq)).first(conn)?;
            Ok(last.unwrap_or(0) < backend::feed::order::visible(conn)?.below)
        });
        if told.await.expect("a read") {
            return;
        }
        tokio::task::yield_now().await;
    }
}

fn method(method: Method) -> HttpMethod {
    match method {
        Method::Get => HttpMethod::GET,
        Method::Post => HttpMethod::POST,
        Method::Put => HttpMethod::PUT,
        Method::Patch => HttpMethod::PATCH,
        Method::Delete => HttpMethod::DELETE,
    }
}

/// A mobile number nobody else in the run has.
pub fn phone() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("139{:08}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Limits so high that only the tests of limits meet them.
fn many() -> Options {
    let many = Some(1_000_000);
    Options {
        sign_ins_per_minute: many,
        lookups_per_minute: many,
        reports_per_minute: many,
        uploads_per_minute: many,
        free_reports_per_hour: many,
        wrong_codes_per_hour: many,
        ..Options::default()
    }
}

/// Qinghu, its villages 十村 and 九村, and their grids, written the way an operator would import them.
fn place_qinghu(conn: &mut backend::db::Conn) -> Result<(), backend::error::Error> {
    use backend::schema::{divisions, grids};
    use diesel::prelude::*;
    let now = Moment::now();
    let division = |code: &str, name: &str| {
        let code: DivisionCode = code.parse().expect("a code");
        (
            divisions::code.eq(code.clone()),
            divisions::name.eq(name.to_owned()),
            divisions::level.eq(code.level()),
            divisions::updated_at.eq(now),
        )
    };
    for (code, name) in [(QINGHU, "清湖街道"), (SHICUN, "十村村委会"), ("330881003206", "九村村委会")] {
        diesel::insert_into(divisions::table).values(division(code, name)).execute(conn)?;
    }
    for (code, name) in [(GRID_1, "十村一网格"), (GRID_2, "十村二网格"), (OTHER_GRID, "九村一网格")] {
        let code: GridCode = code.parse().expect("a code");
        let opened: Day = "2024-01-01".parse().expect("a day");
        let row = (
            grids::code.eq(code.clone()),
            grids::short_code.eq(code[9..].to_owned()),
            grids::name.eq(name),
            grids::kind.eq(code.kind()),
            grids::village.eq(code[..12].to_owned()),
            grids::opened_on.eq(opened),
            grids::updated_at.eq(now),
        );
        diesel::insert_into(grids::table).values(row).execute(conn)?;
    }
    backend::settings::set_sub_district(conn, &QINGHU.parse().expect("a code"), now)
}

/// SQLite: a copy of a file that was migrated once. PostgreSQL: a schema of its own.
fn fresh_database(folder: &TempDir) -> String {
    match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => fresh_schema(&url),
        Err(_) => {
            let file = folder.path().join("wangge.sqlite");
            std::fs::copy(template(), &file).expect("a copy of the template");
            format!("sqlite:{}", file.display())
        }
    }
}

fn template() -> &'static PathBuf {
    static TEMPLATE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, file) = TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let first = folder.path().join("first.sqlite");
        let db = Db::open(&format!("sqlite:{}", first.display())).expect("a template");
        let file = folder.path().join("template.sqlite");
        let into = format!("PRAGMA busy_timeout = 5000; VACUUM INTO '{}'", file.display());
        drop(db);
        let mut conn = <diesel::SqliteConnection as diesel::Connection>::establish(&first.display().to_string()).expect("the template");
        diesel::connection::SimpleConnection::batch_execute(&mut conn, &into).expect("a compact template");
        (folder, file)
    });
    file
}

fn fresh_schema(url: &str) -> String {
    let schema = format!("t{}", uuid::Uuid::new_v4().simple());
    let mut conn = <diesel::PgConnection as diesel::Connection>::establish(url).expect("PostgreSQL");
    diesel::connection::SimpleConnection::batch_execute(&mut conn, &format!("CREATE SCHEMA {schema}")).expect("a schema");
    let joined = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joined}options=-csearch_path%3D{schema}")
}
