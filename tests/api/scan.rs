//! Search beside a scan: among some thousand cases the index finds what a look at each of them finds, in the same order.

use std::collections::HashMap;

use backend::cases::search::{self, ERAS, Wanted};
use backend::db::Conn;
use backend::error::Error;
use backend::reports::filing::{Filer, Filing, file};
use backend::schema::{cases, people, reports};
use diesel::prelude::*;
use shared::cases::{CaseFilter, CaseId, CaseOrder, list_cases};
use shared::may::{Caller, Held};
use shared::reports::{Channel, NewReport, Reporter};
use shared::staffing::{Duty, PersonId};
use shared::time::Moment;

use crate::reports::new_report;
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, QINGHU, SHICUN, World};

/// As many as several of the shortest eras hold.
const CASES: usize = 2500;

const LOOKED_FOR: [&str; 15] = [
    "路灯",
    "路灯 桥头",
    "桥头 不亮 路灯",
    "灯",
    "舟",
    "龙舟",
    "井盖 卫生院",
    "12栋",
    "wifi",
    "小梅 路灯",
    "桂花",
    "138570",
    "建国",
    "没有的话",
    "-0003",
];

/// What a scan knows of a case.
struct Known {
    id: CaseId,
    number: String,
    grid: String,
    restricted: bool,
    filed_by: Option<PersonId>,
    body: String,
    private: String,
}

/// Who searches.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sees {
    Everything,
    AllButReporters,
    /// All of the first village, and what he or she filed.
    Village(PersonId),
    /// What is not restricted in the first grid.
    Grid,
}

impl Known {
    fn holds(&self, word: &str, sees: Sees) -> bool {
        self.body.contains(word)
            || sees == Sees::Everything && self.private.contains(word)
            || word.chars().count() >= 4 && self.number.contains(word)
    }

    fn is_seen(&self, sees: Sees) -> bool {
        match sees {
            Sees::Everything | Sees::AllButReporters => true,
            Sees::Village(who) => self.filed_by == Some(who) || self.grid.starts_with(SHICUN),
            Sees::Grid => self.grid == GRID_1 && !self.restricted,
        }
    }
}

/// What the n-th report says and where it is. One in ten is a member's own.
fn nth(n: usize, member: &Caller) -> Filing {
    let text = ["村口路灯不亮", "广场路灯一闪一闪", "垃圾满溢没人收", "墙上贴满广告", "12栋电线私拉乱接", "河面有枯枝"][n * 7 / 4 % 6];
    let more = match n {
        _ if n % 400 == 5 => "，龙舟赛前请处理",
        _ if n % 90 == 7 => "，旁边井盖松动",
        _ if n % 30 == 11 => "，ＷｉＦｉ断了",
        _ => "",
    };
    let place = ["村口桥头东侧", "文化礼堂门前", "卫生院停车场", "老街菜市场旁", "码头步道"][n / 3 % 5];
    let phone = || format!("138{:08}", n * 7919 % 100_000_000);
    let reporter =
        |phone: String| Reporter { name: Some("周桂花".parse().expect("a name")), phone: Some(phone.parse().expect("a phone")) };
    let new = NewReport {
        text: format!("{text}{more}").parse().expect("a text"),
        grid: Some([GRID_1, GRID_2, OTHER_GRID][n % 3].parse().expect("a grid")),
        place_text: Some(place.parse().expect("a place")),
        reporter: (n % 4 == 1).then(phone).map(reporter),
        ..new_report(if n % 8 == 3 { "0102" } else { "0602" })
    };
    let filer = if n % 10 == 9 { Filer::Staff(member.clone()) } else { Filer::Resident(Channel::Board) };
    Filing { filer, new, prints: Vec::new(), proof: None }
}

/// All there is to scan, the oldest first.
fn known(conn: &mut Conn) -> Result<Vec<Known>, Error> {
    type Case = (CaseId, String, String, bool, Option<PersonId>, Option<PersonId>);
    type Told = (CaseId, (String, Option<String>, Option<String>, Option<String>));
    let columns = (cases::id, cases::number, cases::grid, cases::restricted, cases::filed_by, cases::assignee);
    let rows: Vec<Case> = cases::table.order((cases::filed_at, cases::id)).select(columns).load(conn)?;
    let columns = (reports::text, reports::place_text, reports::reporter_name, reports::reporter_phone);
    let told: Vec<Told> = reports::table.select((reports::case_id, columns)).load(conn)?;
    let told: HashMap<CaseId, _> = told.into_iter().collect();
    let names: Vec<(PersonId, String)> = people::table.select((people::id, people::name)).load(conn)?;
    let names: HashMap<PersonId, String> = names.into_iter().collect();
    let whole = |(id, number, grid, restricted, filed_by, assignee): Case| {
        let (text, place, name, phone) = told[&id].clone();
        let people = [filed_by, assignee].into_iter().flatten().map(|person| names[&person].clone());
        let body: Vec<String> = people.chain(place).chain([text.replace("ＷｉＦｉ", "wifi")]).collect();
        let private: Vec<String> = name.into_iter().chain(phone).collect();
        Known { id, number, grid, restricted, filed_by, body: body.join("\n"), private: private.join("\n") }
    };
    Ok(rows.into_iter().map(whole).collect())
}

/// All pages of a search.
async fn paged(who: &Person, mut filter: CaseFilter) -> Vec<CaseId> {
    let mut found = Vec::new();
    loop {
        let page = who.sends(list_cases(&filter)).await;
        found.extend(page.items.iter().map(|case| case.id));
        filter.cursor = page.next_cursor;
        if filter.cursor.is_none() {
            return found;
        }
    }
}

async fn many_cases(world: &World) -> (Person, Vec<Known>) {
    world.full_time("林小梅").await;
    let instructor = world.person("毛建国", Duty::Instructor, SHICUN).await;
    let member =
        Caller { person: instructor.id, duties: vec![Held { duty: Duty::Instructor, area: SHICUN.parse().expect("an area"), unit: None }] };
    let map = world.state.boundaries.clone();
    let begun = Moment::now().plus_seconds(-(CASES as i64));
    let filed = move |conn: &mut Conn| {
        for n in 0..CASES {
            file(conn, &map, nth(n, &member), "http://wangge.test", begun.plus_seconds(n as i64))?;
        }
        known(conn)
    };
    (instructor, world.write(filed).await)
}

#[actix_web::test]
async fn a_search_finds_what_a_scan_finds_in_the_same_order() {
    let world = World::new().await;
    let (instructor, all) = many_cases(&world).await;
    let callers = [
        (world.dispatcher("何青").await, Sees::Everything),
        (world.assessor("郑敏").await, Sees::AllButReporters),
        (instructor.clone(), Sees::Village(instructor.id)),
        (world.person("某人", Duty::PartTime, GRID_1).await, Sees::Grid),
    ];
    for (words, grid) in LOOKED_FOR.iter().flat_map(|words| [(*words, None), (*words, Some(GRID_2))]) {
        for (who, sees) in &callers {
            let here = all.iter().filter(|case| case.is_seen(*sees) && grid.is_none_or(|grid| case.grid == grid));
            let mut scanned: Vec<CaseId> =
                here.filter(|case| words.split(' ').all(|word| case.holds(word, *sees))).map(|case| case.id).collect();
            for order in [CaseOrder::Oldest, CaseOrder::Newest] {
                let grid = grid.map(|code| code.parse().expect("a grid"));
                let filter = CaseFilter { q: Some(words.into()), grid, order: Some(order), limit: Some(90), ..CaseFilter::default() };
                assert_eq!(paged(who, filter).await, scanned, "{words}, {order}, {sees:?}");
                scanned.reverse();
            }
        }
    }
}

/// Whatever eras PostgreSQL goes through, and however many it wants at a time.
#[actix_web::test]
async fn eras_change_nothing_that_is_found() {
    let world = World::new().await;
    let (instructor, _) = many_cases(&world).await;
    let office = Held { duty: Duty::Dispatcher, area: QINGHU.parse().expect("an area"), unit: None };
    let caller = Caller { person: instructor.id, duties: vec![office] };
    for words in LOOKED_FOR {
        let wanted = Wanted::new(words, &caller, &CaseFilter::default());
        let found = move |conn: &mut Conn| {
            let mut all = Vec::new();
            for (eras, most) in [(&ERAS[..0], 10_000), (&ERAS[..1], 10_000), (&ERAS[..1], 37), (&ERAS[..2], 37), (&ERAS[..], 21)] {
                let mut newest = stepwise(conn, &wanted, true, most, eras)?;
                all.push(stepwise(conn, &wanted, false, most, eras)?);
                newest.reverse();
                all.push(newest);
            }
            Ok(all)
        };
        let found: Vec<Vec<i64>> = world.write(found).await;
        assert!(found.windows(2).all(|two| two[0] == two[1]), "{words}: {:?}", found.iter().map(Vec::len).collect::<Vec<_>>());
    }
}

/// All that is found, so many at a time: where each stands in the order of filing.
fn stepwise(conn: &mut Conn, wanted: &Wanted, newest: bool, most: i64, eras: &[u32]) -> Result<Vec<i64>, Error> {
    let mut places = Vec::new();
    loop {
        let found = search::find(conn, wanted, places.last().copied(), newest, most, eras)?;
        if found.is_empty() {
            return Ok(places);
        }
        places.extend(found.iter().map(|found| found.seq));
    }
}
