//! Random runs: some phones with the real engine, the real server, people who move on, lines that fail in every way. Afterwards the books
//! are balanced: everything saved was done once or lies in the outbox, and all phones hold what the server says.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use backend::changes::By;
use backend::schema::{appointments, case_events, client_ops, photos, reports};
use diesel::prelude::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use serde_json::Value;
use shared::cases::{CaseFilter, CaseId, Move, NewTransition, find_case, list_cases, move_case};
use shared::photos::PhotoKind;
use shared::reports::{NewReport, ReportId, file_report};
use shared::staffing::{Duty, NewAppointment};
use shared::sync::ops::{AboutCase, CaseMove, CaseRemark, OpId};
use shared::sync::outbox::{EntryState, Work};
use shared::sync::records::Record;
use shared::sync::store::Shelf;
use shared::time::Moment;

use crate::phone::{FATES, Fate, Of, Phone, photo, snapshot};
use crate::world::{GRID_1, GRID_2, OTHER_GRID, Person, World};

/// One thing that happens. Numbers choose among what there is then.
#[derive(Debug, Clone)]
pub enum Happens {
    Files {
        phone: usize,
        photos: u8,
    },
    /// On a report filed on the same phone, which may be on its way still.
    MovesOwn {
        phone: usize,
        by: Move,
    },
    Moves {
        phone: usize,
        case: usize,
        by: Move,
        photos: u8,
    },
    Remarks {
        phone: usize,
        case: usize,
    },
    Syncs {
        phone: usize,
        fates: Vec<Fate>,
    },
    Resident {
        grid: usize,
        restricted: bool,
    },
    Office {
        case: usize,
        by: Move,
    },
    /// The owner of a phone is moved to another grid, or back.
    Relocated {
        phone: usize,
        grid: usize,
    },
    Passes {
        phone: usize,
        seconds: i64,
    },
}

const GRIDS: [&str; 3] = [GRID_1, GRID_2, OTHER_GRID];
const PHONES: usize = 4;
/// How often everybody comes within reach before the books are balanced.
const MOST_ROUNDS: usize = 6;

fn happens() -> impl Strategy<Value = Happens> {
    let by_member = || prop::sample::select(vec![Move::Take, Move::Update, Move::Return, Move::Escalate, Move::SelfHandle, Move::Complete]);
    let by_office = prop::sample::select(vec![Move::Accept, Move::Decline, Move::Void]);
    let phone = || 0..PHONES;
    let fates = prop::collection::vec(prop::sample::select(FATES.to_vec()), 1..6);
    prop_oneof![
        4 => (phone(), 0..3_u8).prop_map(|(phone, photos)| Happens::Files { phone, photos }),
        2 => (phone(), by_member()).prop_map(|(phone, by)| Happens::MovesOwn { phone, by }),
        4 => (phone(), 0..16_usize, by_member(), 0..2_u8).prop_map(|(phone, case, by, photos)| Happens::Moves { phone, case, by, photos }),
        3 => (phone(), 0..16_usize).prop_map(|(phone, case)| Happens::Remarks { phone, case }),
        6 => (phone(), fates).prop_map(|(phone, fates)| Happens::Syncs { phone, fates }),
        2 => (0..GRIDS.len(), any::<bool>()).prop_map(|(grid, restricted)| Happens::Resident { grid, restricted }),
        2 => (0..16_usize, by_office).prop_map(|(case, by)| Happens::Office { case, by }),
        1 => (phone(), 0..GRIDS.len()).prop_map(|(phone, grid)| Happens::Relocated { phone, grid }),
        1 => (phone(), 1..4000_i64).prop_map(|(phone, seconds)| Happens::Passes { phone, seconds }),
    ]
}

/// What was saved: on which phone, and the words that are found on the server when it was done.
#[derive(Clone)]
struct Saved {
    phone: usize,
    op: OpId,
    words: String,
    photos: usize,
}

/// A world with its phones, while a run lasts.
struct Run {
    world: World,
    phones: Vec<Phone>,
    dispatcher: Person,
    saved: RefCell<Vec<Saved>>,
    filed: RefCell<Vec<(usize, ReportId)>>,
    count: Cell<u32>,
}

/// What all runs did together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Totals {
    pub runs: u64,
    pub ops: usize,
    pub done: usize,
    pub left: usize,
    pub photos: usize,
    pub records: usize,
}

impl Totals {
    /// Of both.
    fn and(self, other: Self) -> Self {
        Self {
            runs: self.runs + other.runs,
            ops: self.ops + other.ops,
            done: self.done + other.done,
            left: self.left + other.left,
            photos: self.photos + other.photos,
            records: self.records + other.records,
        }
    }
}

impl Run {
    async fn begin() -> Self {
        let world = World::new().await;
        let lin = world.full_time("林小梅").await;
        let owners =
            [lin.clone(), lin, world.person("周小平", Duty::PartTime, GRID_1).await, world.person("姜远", Duty::FullTime, GRID_2).await];
        let phones = owners.iter().map(|owner| Phone::of(&world, owner)).collect();
        let dispatcher = world.dispatcher("何青").await;
        Self { world, phones, dispatcher, saved: RefCell::default(), filed: RefCell::default(), count: Cell::new(0) }
    }

    /// Words nobody has used.
    fn words(&self) -> String {
        self.count.set(self.count.get() + 1);
        format!("第 {} 件", self.count.get())
    }

    /// A case the phone holds.
    fn held(&self, phone: usize, nth: usize) -> Option<(CaseId, i32)> {
        let cases: Vec<Value> =
            self.phones[phone].engine.store().all(Shelf::Records).into_iter().map(|(_, record)| record["body"].clone()).collect();
        let cases: Vec<&Value> = cases.iter().filter(|body| body["number"].is_string()).collect();
        let case = cases.get(nth % cases.len().max(1))?;
        let id = case["id"].as_str()?.parse().ok()?;
        Some((id, i32::try_from(case["version"].as_i64()?).ok()?))
    }

    async fn saves(&self, phone: usize, work: Work, words: String) {
        let photos = work.photos.len();
        let op = self.phones[phone].does(work).await;
        self.saved.borrow_mut().push(Saved { phone, op, words, photos });
    }

    async fn goes(&self, what: Happens) {
        match what {
            Happens::Files { phone, photos } => {
                let (id, words) = (ReportId::new(), self.words());
                let of = |n: u8| photo(Of::Report(id), PhotoKind::Scene, snapshot(self.count.get() * 16 + u32::from(n)));
                let new = NewReport { photo_count: photos, ..report(GRIDS[phone % 2], &words) };
                self.filed.borrow_mut().push((phone, id));
                self.saves(phone, Work::file_report(id, &new, (0..photos).map(of).collect()), words).await;
            }
            Happens::MovesOwn { phone, by } => {
                let own = self.filed.borrow().iter().rev().find(|(on, _)| *on == phone).map(|(_, id)| *id);
                let Some(report) = own else { return };
                let about = AboutCase { case: None, report: Some(report) };
                self.makes(phone, about, None, by, Of::Report(report), 0).await;
            }
            Happens::Moves { phone, case, by, photos } => {
                let Some((case, version)) = self.held(phone, case) else { return };
                let about = AboutCase { case: Some(case), report: None };
                self.makes(phone, about, Some(version), by, Of::Case(case), photos).await;
            }
            Happens::Remarks { phone, case } => {
                let Some((case, _)) = self.held(phone, case) else { return };
                let words = self.words();
                let remark = CaseRemark { about: AboutCase { case: Some(case), report: None }, note: words.parse().expect("a note") };
                self.saves(phone, Work::remark_case(&remark), words).await;
            }
            Happens::Syncs { phone, fates } => {
                let mut turns = fates.into_iter().cycle();
                self.phones[phone].engine.wake().await.expect("a store");
                self.phones[phone].syncs(move || turns.next().unwrap_or(Fate::Good)).await;
            }
            Happens::Resident { grid, restricted } => {
                let new = NewReport {
                    category: if restricted { "0102" } else { "0602" }.parse().expect("a category"),
                    ..report(GRIDS[grid], "群众上报")
                };
                self.world.visitor().sends(file_report(&new)).await;
            }
            Happens::Office { case, by } => self.office(case, by).await,
            Happens::Relocated { phone, grid } => self.relocate(&self.phones[phone].owner, GRIDS[grid]).await,
            Happens::Passes { phone, seconds } => self.phones[phone].pass(seconds),
        }
    }

    async fn makes(&self, phone: usize, about: AboutCase, version: Option<i32>, by: Move, of: Of, photos: u8) {
        let words = self.words();
        let photos: Vec<_> = (0..photos).map(|_| photo(of, PhotoKind::After, snapshot(self.count.get() * 16))).collect();
        let transition = NewTransition { reason: words.parse().ok(), ..NewTransition::plain(by) };
        let wanted = CaseMove { about, version, transition, photos: photos.iter().map(|photo| photo.upload.id).collect() };
        self.saves(phone, Work::move_case(&wanted, photos), words).await;
    }

    async fn office(&self, nth: usize, by: Move) {
        let cases = self.dispatcher.sends(list_cases(&CaseFilter { limit: Some(100), ..CaseFilter::default() })).await.items;
        let Some(case) = cases.get(nth % cases.len().max(1)) else { return };
        let reason = if by == Move::Accept { None } else { "不属于网格事项".parse().ok() };
        self.dispatcher.tries(&move_case(case.id, &NewTransition { reason, ..NewTransition::plain(by) }, case.version)).await;
    }

    async fn relocate(&self, person: &Person, grid: &str) {
        let (person, area, by) = (person.id, grid.parse().expect("an area"), By { person: None, at: Moment::now() });
        let (today, yesterday) = (by.at.day(), by.at.day().shifted(-1));
        self.world
            .write(move |conn| {
                let held = appointments::table.filter(appointments::person_id.eq(person)).filter(appointments::to_day.is_null());
                diesel::update(held).set(appointments::to_day.eq(yesterday)).execute(conn)?;
                let new = NewAppointment {
                    person,
                    duty: Duty::FullTime,
                    area,
                    unit: None,
                    covering_for: None,
                    from_day: by.at.day().shifted(-2),
                    to_day: None,
                };
                debug_assert!(new.from_day <= today);
                backend::staffing::rows::appoint(conn, &new, by).map(drop)
            })
            .await;
    }

    /// Everybody comes within reach, and then the books are balanced.
    async fn balance(&self) -> Totals {
        // What waits for a photo that never comes is put aside after days.
        for _ in 0..MOST_ROUNDS {
            self.everybody_settles().await;
            if !self.anybody_waits().await {
                break;
            }
        }
        // What the last one sent comes down to the others.
        self.everybody_settles().await;
        let mut totals = Totals { runs: 1, ops: self.saved.borrow().len(), ..Totals::default() };
        let times = self.times_done().await;
        for (n, phone) in self.phones.iter().enumerate() {
            let left: Vec<OpId> = phone.engine.unsent().await.expect("a store").iter().map(|entry| entry.op.id).collect();
            let of_phone: Vec<Saved> = self.saved.borrow().iter().filter(|saved| saved.phone == n).cloned().collect();
            for saved in of_phone {
                let sent = phone.engine.sent(saved.op).await.expect("a store").is_some();
                assert!(sent != left.contains(&saved.op), "{} is sent: {sent}, and in the outbox: {}", saved.words, !sent);
                assert_eq!(times.get(&saved.words).copied().unwrap_or(0), usize::from(sent), "{} was done once or not at all", saved.words);
                totals.done += usize::from(sent);
                totals.left += usize::from(!sent);
            }
            totals.records += self.agrees(phone).await;
        }
        let (ops, photos) = self
            .world
            .write(|conn| Ok((client_ops::table.count().get_result::<i64>(conn)?, photos::table.count().get_result::<i64>(conn)?)))
            .await;
        assert_eq!(usize::try_from(ops), Ok(totals.done), "the server's list of operations");
        totals.photos = usize::try_from(photos).expect("a count");
        self.photos_add_up(totals.photos).await;
        totals
    }

    async fn everybody_settles(&self) {
        for phone in &self.phones {
            phone.settles().await;
        }
    }

    async fn anybody_waits(&self) -> bool {
        for phone in &self.phones {
            if phone.engine.unsent().await.expect("a store").iter().any(|entry| entry.state == EntryState::Ready) {
                return true;
            }
        }
        false
    }

    /// How often each of the words stands in a report or on a timeline.
    async fn times_done(&self) -> BTreeMap<String, usize> {
        let said: Vec<Option<String>> = self
            .world
            .write(|conn| {
                let mut said: Vec<Option<String>> = case_events::table.select(case_events::reason).load(conn)?;
                said.extend(case_events::table.select(case_events::note).load::<Option<String>>(conn)?);
                said.extend(reports::table.select(reports::text).load::<String>(conn)?.into_iter().map(Some));
                Ok(said)
            })
            .await;
        let mut times = BTreeMap::new();
        said.into_iter().flatten().for_each(|words| *times.entry(words).or_default() += 1);
        times
    }

    /// Every photo that was saved is on the server once, or still on its phone.
    async fn photos_add_up(&self, there: usize) {
        let saved: usize = self.saved.borrow().iter().map(|saved| saved.photos).sum();
        let mut waiting = 0;
        for phone in &self.phones {
            let uploads = phone.engine.uploads().await.expect("a store");
            assert_eq!(uploads.len(), phone.engine.store().files(), "no file without its upload");
            waiting += uploads.len();
        }
        assert_eq!(saved, there + waiting, "{there} photos arrived, {waiting} wait");
    }

    /// The phone holds what the server shows its owner, no more and no less.
    async fn agrees(&self, phone: &Phone) -> usize {
        let theirs = phone.owner.sends(list_cases(&CaseFilter { limit: Some(100), ..CaseFilter::default() })).await.items;
        let theirs: BTreeSet<String> = theirs.iter().map(|case| format!("case/{}", case.id)).collect();
        let ours: BTreeMap<String, Record> = phone
            .engine
            .store()
            .all(Shelf::Records)
            .into_iter()
            .filter(|(key, _)| key.starts_with("case/"))
            .map(|(key, record)| (key, serde_json::from_value(record).expect("a record")))
            .collect();
        let held: BTreeSet<String> = ours.iter().filter(|(_, record)| !record.parting).map(|(key, _)| key.clone()).collect();
        assert_eq!(held, theirs, "the cases of {}", phone.owner.id);
        for (key, record) in ours.iter().filter(|(_, record)| !record.parting) {
            let id: CaseId = key.trim_start_matches("case/").parse().expect("an id");
            let now = serde_json::to_value(phone.owner.sends(find_case(id)).await).expect("JSON");
            let ours = record.body.clone().expect("a body");
            assert_eq!(timeless(ours), timeless(now), "{key} of {} on {}", phone.owner.id, phone.device);
        }
        ours.len()
    }
}

/// A case without what depends on when it was read: its clock, and how long the addresses of its photos hold.
fn timeless(value: Value) -> Value {
    match value {
        Value::Object(members) => members.into_iter().filter(|(name, _)| name != "clock").map(|(name, it)| (name, timeless(it))).collect(),
        Value::Array(items) => items.into_iter().map(timeless).collect(),
        Value::String(text) if text.starts_with("/api/v1/photos/") => text.split('?').next().into(),
        other => other,
    }
}

fn report(grid: &str, words: &str) -> NewReport {
    NewReport {
        id: None,
        category: "0602".parse().expect("a category"),
        text: words.parse().expect("a text"),
        grid: Some(grid.parse().expect("a grid")),
        place: None,
        place_text: None,
        channel: None,
        reporter: None,
        captured_at: None,
        photo_count: 0,
        joins: None,
    }
}

/// Worlds at a time: while one waits for its disk another goes on.
const AT_ONCE: u32 = 4;

/// One story, as a random run has found it.
pub fn tell(story: Vec<Happens>) {
    actix_web::rt::System::new().block_on(async {
        let run = Run::begin().await;
        for what in story {
            run.goes(what).await;
        }
        run.balance().await;
    });
}

/// So many random runs; panics with the smallest story that shows what went wrong.
pub fn run(cases: u32) -> Totals {
    let share = |n: u32| cases / AT_ONCE + u32::from(n < cases % AT_ONCE);
    std::thread::scope(|scope| {
        let begun: Vec<_> = (0..AT_ONCE).map(|n| scope.spawn(move || one_after_the_other(share(n)))).collect();
        begun.into_iter().map(|runs| runs.join().unwrap_or_else(|why| std::panic::resume_unwind(why))).fold(Totals::default(), Totals::and)
    })
}

fn one_after_the_other(cases: u32) -> Totals {
    if cases == 0 {
        return Totals::default();
    }
    let totals = Rc::new(Cell::new(Totals::default()));
    let mut runner = TestRunner::new(Config { cases, max_shrink_iters: 200, failure_persistence: None, ..Config::default() });
    let story = prop::collection::vec(happens(), 10..90);
    let kept = totals.clone();
    let done = runner.run(&story, move |story| {
        let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            actix_web::rt::System::new().block_on(async {
                let run = Run::begin().await;
                for what in story {
                    run.goes(what).await;
                }
                run.balance().await
            })
        }));
        let one = told.map_err(|why| TestCaseError::fail(reason(why.as_ref())))?;
        kept.set(kept.get().and(one));
        Ok(())
    });
    if let Err(why) = done {
        panic!("{why}");
    }
    totals.get()
}

fn reason(why: &(dyn std::any::Any + Send)) -> String {
    why.downcast_ref::<String>().cloned().or_else(|| why.downcast_ref::<&str>().map(|words| (*words).to_owned())).unwrap_or_default()
}
