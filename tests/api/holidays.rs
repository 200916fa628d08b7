//! The table of holidays: as shipped, replaced by a file, and what clocks make of it.

use std::collections::{BTreeMap, BTreeSet};

use backend::cases::waking::wake;
use backend::db::Conn;
use backend::error::Error;
use backend::holidays::{calendar, rows};
use backend::schema::{case_courses, cases, changes};
use diesel::prelude::*;
use shared::call::{Call, Method};
use shared::cases::{CaseFilter, find_case, list_cases};
use shared::holidays::{HolidayFilter, Holidays, ReplaceOptions, Year, list_holidays, replace_holidays};
use shared::imports::{ChangeKind, ExportOptions, ImportKind, ImportOptions, ImportOutcome, export_path, import};
use shared::problem::{Code, Problem};
use shared::sla::{Calendar, Clock, DayKind, Stage, default_limit, shipped_days};
use shared::time::Moment;

use crate::reports::filed_by;
use crate::world::{Person, World};

const SHIPPED: &str = include_str!("../../shared/src/sla/holidays.csv");
/// What a notice for 2027 may look like.
const NOTICE: &str = "日期,类型,名称\n2027-01-01,放假,元旦\n2027-02-05,off,春节\n2027-02-06,off,春节\n2027-02-20,上班,春节调休\n";

fn year(year: &str) -> Year {
    year.parse().expect("a year")
}

async fn table(of: Option<&str>, who: &Person) -> Holidays {
    who.sends(list_holidays(&HolidayFilter { year: of.map(year) })).await
}

fn replace(of: &str, dry_run: bool, csv: &str, version: i32) -> Call<ImportOutcome> {
    replace_holidays(year(of), ReplaceOptions { dry_run }, csv.into(), version)
}

fn numbers(outcome: &ImportOutcome) -> (u32, u32, u32, u32, u32) {
    (outcome.rows, outcome.added, outcome.changed, outcome.kept, outcome.removed)
}

fn places(problem: &Problem) -> Vec<(&str, &str)> {
    problem.errors.iter().map(|e| (&*e.pointer, &*e.code)).collect()
}

#[actix_web::test]
async fn the_table_begins_as_it_is_shipped() {
    let world = World::new().await;
    let all = table(None, &world.visitor()).await;
    let there: Vec<_> = all.days.iter().map(|h| (h.day.clone(), h.kind, &*h.name)).collect();
    assert_eq!(there, shipped_days().collect::<Vec<_>>());
    assert_eq!(all.version, 1);
    let of_2026 = table(Some("2026"), &world.visitor()).await;
    assert_eq!((of_2026.days.len(), of_2026.days[0].day.as_str()), (39, "2026-01-01"));
    assert_eq!(table(Some("2031"), &world.visitor()).await.days, []);
    world.visitor().fails(Call::<Holidays>::get("/holidays?year=1999"), Code::Invalid).await;
    world
        .write(|conn| {
            assert_eq!(*calendar(conn)?, *Calendar::shipped());
            assert_eq!(rows::digest(conn)?, rows::digest_of(&rows::days(conn)?), "the migration says what its days come to");
            Ok(())
        })
        .await;
}

#[actix_web::test]
async fn a_year_is_replaced_as_a_whole_after_a_dry_run() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let dry = office.sends(replace("2027", true, NOTICE, 1)).await;
    assert_eq!(numbers(&dry), (4, 1, 3, 0, 10), "{dry:?}");
    let told: Vec<_> = dry.changes.iter().map(|c| (c.row, c.kind, c.subject.as_str(), c.words.as_str())).collect();
    assert_eq!(told[0], (Some(2), ChangeKind::Change, "2027-01-01 元旦", "名称由“元旦（暂定）”改为“元旦”"));
    assert_eq!(told[3], (Some(5), ChangeKind::Add, "2027-02-20 春节调休", "调休上班"));
    assert_eq!(told[4], (None, ChangeKind::Remove, "2027-02-07 春节（暂定）", "文件里没有这一天，恢复为平日"));
    assert_eq!(table(None, &office).await.version, 1, "a dry run changes nothing");

    assert_eq!(numbers(&office.sends(replace("2027", false, NOTICE, 1)).await), numbers(&dry));
    let after = table(Some("2027"), &office).await;
    let days: Vec<_> = after.days.iter().map(|h| (h.day.as_str(), h.kind)).collect();
    assert_eq!(
        days,
        [("2027-01-01", DayKind::Off), ("2027-02-05", DayKind::Off), ("2027-02-06", DayKind::Off), ("2027-02-20", DayKind::Workday)]
    );
    assert_eq!((after.version, table(Some("2026"), &office).await.days.len()), (2, 39));
    // The same again is nothing new; on an old version it is refused.
    assert_eq!(numbers(&office.sends(replace("2027", false, NOTICE, 2)).await), (4, 0, 0, 4, 0));
    assert_eq!(table(None, &office).await.version, 2);
    office.fails(replace("2027", false, "day,kind,name\n", 1), Code::VersionConflict).await;
    let history: Vec<(String, String)> = world
        .write(|conn| Ok(changes::table.filter(changes::noun.eq("holidays")).select((changes::record, changes::action)).load(conn)?))
        .await;
    assert_eq!(history, [("2027".to_owned(), "replace".to_owned())]);

    // A year can be emptied: then the weekdays alone count.
    let administrator = world.administrator("陈国平").await;
    assert_eq!(numbers(&administrator.sends(replace("2027", false, "day,kind,name\n", 2)).await), (0, 0, 0, 0, 4));
    assert_eq!(table(Some("2027"), &office).await.days, []);
    world.dispatcher("何青").await.fails(replace("2027", false, NOTICE, 3), Code::Forbidden).await;
    world.visitor().fails(replace("2027", false, NOTICE, 3), Code::SignInRequired).await;
    office.fails(Call::<ImportOutcome>::send(Method::Put, "/holidays/2027", "text/csv", NOTICE.into()), Code::PreconditionRequired).await;
    office.fails(Call::<ImportOutcome>::send(Method::Put, "/holidays/1999", "text/csv", NOTICE.into()).when(3), Code::NotFound).await;
}

#[actix_web::test]
async fn a_bad_day_is_named_by_row_and_column_and_nothing_is_replaced() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let file = "day,kind,name\n2027-02-30,off,春节\n2027-02-08,holiday,春节\n2027-02-09,workday,春节\n# a remark\n2027-02-06,off,\n2026-10-01,off,国庆节\n2027-03-06,off,甲\n2027-03-06,off,乙\n";
    let problem = office.fails(replace("2027", false, file, 1), Code::ImportFaulty).await;
    assert_eq!(
        places(&problem),
        [("A2", "day"), ("B3", "choice"), ("B4", "weekday"), ("C6", "empty"), ("A7", "other_year"), ("A9", "duplicate")]
    );
    assert!(problem.errors[2].message.starts_with("第 4 行 B 列（kind）"), "{}", problem.errors[2].message);
    let dry = office.sends(replace("2027", true, file, 1)).await;
    assert_eq!((dry.errors.len(), numbers(&dry)), (6, (0, 0, 0, 0, 0)));
    for (header, place) in [("day,kind,name,why\n", "D1"), ("day,kind,name,day\n", "D1"), ("day,name\n", "1")] {
        assert_eq!(office.fails(replace("2027", false, header, 1), Code::ImportFaulty).await.errors[0].pointer, place);
    }
    office.fails(replace("2027", false, "", 1), Code::FileUnreadable).await;
    assert_eq!(table(None, &office).await.version, 1);
}

#[actix_web::test]
async fn what_goes_out_comes_back_and_so_does_the_file_that_is_shipped() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let send =
        async |csv: &[u8]| numbers(&office.sends(import(ImportKind::Holidays, &ImportOptions::default(), "text/csv", csv.to_vec())).await);
    let exported = office.opens(&export_path(ImportKind::Holidays, &ExportOptions::default())).await.body;
    assert_eq!(send(&exported).await, (85, 0, 0, 85, 0));
    assert_eq!(send(SHIPPED.as_bytes()).await, (85, 0, 0, 85, 0));
    // A file replaces the years it names and no others.
    assert_eq!(send(NOTICE.as_bytes()).await, (4, 1, 3, 0, 10));
    assert_eq!(table(None, &office).await.days.len(), 76);
}

#[actix_web::test]
async fn clocks_that_run_are_due_by_the_new_table_at_once() {
    let world = World::new().await;
    let (office, lin) = (world.assessor("郑敏").await, world.full_time("林小梅").await);
    let filed = filed_by(&world.visitor()).await;
    let case = filed.case;
    let due = async || {
        let shown = lin.sends(find_case(case)).await.clock.and_then(|clock| clock.due_at).expect("a due moment");
        let listed = lin.sends(list_cases(&CaseFilter::default())).await.items[0].due_at.expect("a due moment");
        let warn: Option<Moment> = world.write(move |conn| Ok(cases::table.find(case).select(cases::warn_at).first(conn)?)).await;
        assert_eq!(shown, listed, "what is stored is what the clock says");
        assert!(warn.is_some_and(|warn| warn < shown));
        shown
    };
    let before = due().await;
    let version = lin.sends(find_case(case)).await.version;
    // Everything off for thirty days from today on.
    let today = Moment::now().day();
    let mut days: BTreeMap<String, String> = shipped_days().map(|(day, kind, name)| (day.to_string(), format!("{kind},{name}"))).collect();
    days.extend((0..30).map(|n| (today.shifted(n).to_string(), "off,停工".to_owned())));
    let csv: String = days.iter().map(|(day, rest)| format!("{day},{rest}\n")).collect();
    let file = format!("day,kind,name\n{csv}").into_bytes();
    office.sends(import(ImportKind::Holidays, &ImportOptions::default(), "text/csv", file)).await;
    let after = due().await;
    assert!(after >= today.shifted(30).begins() && after > before, "{} {}", before.to_minute(), after.to_minute());
    assert_eq!(lin.sends(find_case(case)).await.version, version);
    // Back to what is shipped, year by year.
    let years: BTreeSet<Year> = [&today, &today.shifted(29)].iter().filter_map(|day| Year::of(day).ok()).collect();
    for year in years {
        let of_year = shipped_days().filter(|(day, ..)| Year::of(day) == Ok(year));
        let csv: String = of_year.map(|(day, kind, name)| format!("{day},{kind},{name}\n")).collect();
        let version = table(None, &office).await.version;
        office.sends(replace(&year.to_string(), false, &format!("day,kind,name\n{csv}"), version)).await;
    }
    assert_eq!(due().await, before);
}

#[actix_web::test]
async fn what_is_missed_by_the_new_table_too_is_not_told_again() {
    let world = World::new().await;
    let office = world.assessor("郑敏").await;
    let case = filed_by(&world.visitor()).await.case;
    // The clock began twenty days ago.
    let began = Moment::now().day().shifted(-20);
    let since = began.begins();
    let late = move |conn: &mut Conn| {
        let due = Clock::start(Stage::Accept, default_limit(&"0602".parse().map_err(Error::internal)?, Stage::Accept), since);
        let due = due.due(Calendar::shipped());
        diesel::update(case_courses::table.find(case)).set(case_courses::since.eq(since)).execute(conn)?;
        diesel::update(cases::table.find(case)).set(cases::due_at.eq(due)).execute(conn)?;
        Ok(due)
    };
    let before = world.write(late).await;
    let overdue = async |at: Moment| world.write(move |conn| wake(conn, at)).await.overdue;
    let due = async || world.write(move |conn| Ok(cases::table.find(case).select(cases::due_at).first::<Option<Moment>>(conn)?)).await;
    // From the day the clock began, so many days are off.
    let off_for = async |count: i64| {
        let mut days: BTreeMap<String, String> =
            shipped_days().map(|(day, kind, name)| (day.to_string(), format!("{kind},{name}"))).collect();
        days.extend((0..count).map(|n| (began.shifted(n).to_string(), "off,停工".to_owned())));
        let csv: String = days.iter().map(|(day, rest)| format!("{day},{rest}\n")).collect();
        office
            .sends(import(ImportKind::Holidays, &ImportOptions::default(), "text/csv", format!("day,kind,name\n{csv}").into_bytes()))
            .await;
    };
    let now = Moment::now();
    assert_eq!((overdue(now).await, overdue(now).await), (1, 0));
    off_for(4).await;
    let moved = due().await;
    assert!(moved > before && moved < Some(now), "due later, and still missed");
    assert_eq!(overdue(now).await, 0);
    off_for(40).await;
    assert!(due().await > Some(now), "not missed any more");
    assert_eq!(overdue(now).await, 0);
    let then = now.plus_seconds(60 * 86_400);
    assert_eq!((overdue(then).await, overdue(then).await), (1, 0), "missed anew, and told anew");
}
