//! Words that were planted in care records are looked for everywhere: in every answer to everybody else, in the log, in the database.

use std::io::Write;
use std::sync::{Arc, Mutex};

use backend::db::Conn;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::Value;
use shared::care::add_care_record;
use shared::care::visits::{CareResult, NewCareVisit, add_care_visit};
use shared::staffing::Duty;
use shared::time::Moment;
use tracing_subscriber::fmt::MakeWriter;

use crate::care::{new_record, new_visit};
use crate::phone::Phone;
use crate::world::{GRID_1, GRID_2, Person, QINGHU, SHICUN, World};

/// Name, address, contact, hint, phone, note; and the reasons, as they stand in JSON and as people read them.
const PLANTED: [&str; 10] =
    ["毛秋月", "祝家十二号", "毛小芳", "耳背请敲窗", "13757000000", "药只剩三天", "living_alone", "\"illness\"", "独居老人\"", "重病慢病"];

fn planted_in(text: &str) -> Vec<&'static str> {
    PLANTED.into_iter().filter(|word| text.contains(word)).collect()
}

/// What is written to the log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("a log").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[actix_web::test]
async fn names_and_reasons_of_care_stand_nowhere_else() {
    // For all tests of this program: what one of them has logged before is not heard by a subscriber of this thread alone.
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::DEBUG).with_writer(log.clone()).finish();
    tracing::subscriber::set_global_default(subscriber).expect("the only one");
    let world = World::new().await;
    let lin = world.full_time("林小梅").await;
    let record = lin.sends(add_care_record(&new_record("毛秋月"))).await;
    let visit = NewCareVisit { note: "药只剩三天".parse().ok(), ..new_visit(record.id, CareResult::Needs) };
    lin.sends(add_care_visit(&visit)).await;
    let phone = Phone::of(&world, &lin);
    phone.settles().await;
    // The probe itself works: her own phone has them.
    let carried = serde_json::to_string(&phone.engine.known("care_record/").await.expect("a store")[0].body).expect("JSON");
    assert_eq!(planted_in(&carried).len(), 7, "{carried}");

    let document = world.visitor().opens("/openapi.json").await.json();
    for (role, person) in others(&world).await {
        let other = Phone::of(&world, &person);
        other.settles().await;
        for known in other.engine.known("").await.expect("a store") {
            assert_eq!(planted_in(&format!("{:?}", known.body)), Vec::<&str>::new(), "{role} carries {}", known.key);
        }
        for path in paths(&document, &record.id.to_string()) {
            let answer = person.opens(&path).await.text();
            assert_eq!(planted_in(&answer), Vec::<&str>::new(), "{role} reads {path}");
        }
    }
    let log = String::from_utf8_lossy(&log.0.lock().expect("a log")).into_owned();
    assert!(log.contains("/care-visits"), "the log was heard: {log}");
    assert_eq!(planted_in(&log), Vec::<&str>::new());
    assert_eq!(planted_in(&stored(&world).await), Vec::<&str>::new());
}

async fn others(world: &World) -> Vec<(&'static str, Person)> {
    vec![
        ("visitor", world.visitor()),
        ("part_time", world.person("周小平", Duty::PartTime, GRID_1).await),
        ("another grid's", world.person("姜远", Duty::FullTime, GRID_2).await),
        ("leader", world.leader("徐长根").await),
        ("instructor", world.person("毛建国", Duty::Instructor, GRID_1).await),
        ("cadre", world.person("祝大有", Duty::VillageCadre, SHICUN).await),
        ("dispatcher", world.dispatcher("何青").await),
        ("handler", world.person("姜波", Duty::Handler, QINGHU).await),
        ("assessor", world.assessor("郑敏").await),
        ("administrator", world.administrator("陈国平").await),
    ]
}

/// Everything that can be read, by its address: lists also searched for the name.
fn paths(document: &Value, record: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        let Some(operation) = item.get("get") else { continue };
        let segments = path.split('/').map(|segment| match segment {
            "{record}" => record.to_owned(),
            "{code}" | "{grid}" => GRID_1.to_owned(),
            "{village}" => SHICUN.to_owned(),
            "{kind}" => "staff".to_owned(),
            segment if segment.starts_with('{') => uuid::Uuid::nil().to_string(),
            segment => segment.to_owned(),
        });
        let path: String = segments.collect::<Vec<_>>().join("/");
        let searched = operation["parameters"].as_array().is_some_and(|all| all.iter().any(|it| it["name"] == "search"));
        if searched {
            paths.push(format!("{path}?search=%E6%AF%9B%E7%A7%8B%E6%9C%88"));
        }
        paths.push(path);
    }
    assert!(paths.len() > 60, "the document names what can be read");
    paths.extend([format!("/g/{GRID_1}"), "/".to_owned(), "/privacy".to_owned()]);
    paths
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// Everything the database holds, as text.
async fn stored(world: &World) -> String {
    let tables = world
        .write(|conn| match conn {
            Conn::Sqlite(_) => Ok(None),
            Conn::Postgres(conn) => {
                let names = diesel::sql_query(
                    "SELECT table_name::text AS line FROM information_schema.tables WHERE table_schema = current_schema()",
                );
                let mut text = String::new();
                for table in names.load::<Line>(conn)? {
                    let rows = format!("SELECT coalesce(string_agg(t::text, ' '), '')::text AS line FROM \"{}\" t", table.line);
                    text.extend(diesel::sql_query(rows).load::<Line>(conn)?.into_iter().map(|it| it.line));
                }
                Ok(Some(text))
            }
        })
        .await;
    match tables {
        Some(text) => text,
        // The files of the database, its journal among them.
        None => {
            let files = std::fs::read_dir(&world.config().data).expect("a folder").map(|entry| entry.expect("a file").path());
            let texts =
                files.filter(|path| path.is_file()).map(|path| String::from_utf8_lossy(&std::fs::read(path).expect("bytes")).into_owned());
            texts.collect()
        }
    }
}

#[actix_web::test]
async fn the_probe_finds_what_is_not_sealed() {
    let world = World::new().await;
    world
        .write(|conn| backend::changes::note(conn, backend::changes::By { person: None, at: Moment::now() }, "test", "1", "add", &"毛秋月"))
        .await;
    assert_eq!(planted_in(&stored(&world).await), ["毛秋月"]);
}
