//! The part of the program that keeps and sends. Whatever it does it tells to `show`; nothing outside of it knows the engine.

mod alone;
mod disk;
mod keeper;
mod line;
mod looked_up;
mod photos;
mod rounds;
mod safe;
mod shelves;
mod telling;
mod view;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use shared::may::Caller;
use shared::session::Me;
use shared::sla::Calendar;
use shared::staffing::PersonRef;
use shared::sync::engine::{Engine, SyncFault};
use shared::sync::ops::{AboutCase, CaseMove, DeviceId};
use shared::sync::outbox::Work;
use shared::sync::store::{Durability, Shelf, Store, Write};
use shared::time::Moment;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::{Callback, html};

use self::alone::Windows;
use self::disk::{Disk, DiskFault};
use self::line::News;
use self::looked_up::LookedUp;
use self::safe::Lock;
use super::{Done, Found, Keeper, Known, Later, Locked, Pages, room};
use crate::api::Api;
use crate::pages::outbox::OutboxPage;
use crate::pages::report::ReportPage;

/// What could not be kept, or could not be read.
type Fault = SyncFault<DiskFault>;

/// For how long it is remembered here what was sent.
const SENT_KEPT_DAYS: i64 = 30;

/// Opens what is kept of somebody.
type Open = fn(Setting) -> Later<Found>;

/// For whom the phone is opened, and whom it tells.
#[derive(Clone)]
pub struct Setting {
    pub api: Api,
    pub me: Rc<Me>,
    /// Told whenever something changes.
    pub show: Callback<Rc<Known>>,
    /// Told when another window has changed something.
    pub hear: Callback<()>,
    /// Told when everything was deleted, because the phone was reported lost.
    pub wiped: Callback<()>,
}

/// What the part offers.
struct Part {
    open: Open,
    pages: Pages,
}

/// The way into the part, which is loaded first.
#[wasm_split(phone, fallible)]
fn enter() -> Result<Part, SplitLoaderError> {
    let pages = Pages { report: |me| html! { <ReportPage {me} /> }, outbox: || html! { <OutboxPage /> } };
    Ok(Part { open: |setting| Box::pin(found(setting)), pages })
}

/// Opens what is kept of a person. `None` when the part did not come.
pub async fn open(setting: Setting) -> Option<(Found, Pages)> {
    let part = enter().await.ok()?;
    Some(((part.open)(setting).await, part.pages))
}

async fn found(setting: Setting) -> Found {
    let disk = Disk::open(setting.me.person).await;
    match disk.lock().await {
        Some(lock) => Found::Locked(Rc::new(Behind { lock, setting })),
        None => Found::Open(Kept::open(disk, setting).await),
    }
}

/// What lies behind a PIN.
struct Behind {
    lock: Lock,
    setting: Setting,
}

impl Locked for Behind {
    fn open(&self, pin: String) -> Later<Option<Rc<dyn Keeper>>> {
        let (lock, setting) = (self.lock.clone(), self.setting.clone());
        Box::pin(async move {
            let disk = Disk::open(setting.me.person).await;
            if disk.lasting()?.unlock(&lock, &pin).await { Some(Kept::open(disk, setting).await) } else { None }
        })
    }

    fn forget(&self) -> Later<()> {
        let person = self.setting.me.person;
        Box::pin(async move {
            room::forget_pictures().await;
            if let Some(shelves) = Disk::open(person).await.lasting() {
                // A browser that cannot delete asks for the PIN again.
                let _ = shelves.clear().await;
            }
            room::forget(person);
        })
    }
}

/// What is kept, and who looks after it.
#[derive(Clone)]
struct Kept(Rc<Inner>);

struct Inner {
    engine: Engine<Disk>,
    device: DeviceId,
    api: Api,
    me: PersonRef,
    caller: Caller,
    windows: Windows,
    known: RefCell<Rc<Known>>,
    looked_up: LookedUp,
    calendar: RefCell<Calendar>,
    show: Callback<Rc<Known>>,
    wiped: Callback<()>,
    under_way: Cell<bool>,
    /// Somebody wanted a round while one was under way.
    again: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
}

impl Kept {
    async fn open(disk: Disk, setting: Setting) -> Rc<dyn Keeper> {
        let Setting { api, me, show, hear, wiped } = setting;
        let mut engine = Engine::new(disk);
        let device = match device_id(&engine).await {
            Ok(device) => device,
            // A store that opens and cannot be used is none.
            Err(_) => {
                engine = Engine::new(Disk::in_memory());
                DeviceId::new()
            }
        };
        api.is_on(device);
        let kept = Self(Rc::new(Inner {
            engine,
            device,
            api,
            caller: me.caller(),
            me: PersonRef { id: me.person, name: me.name.clone() },
            windows: Windows::new(&format!("wangge-{}", me.person), hear),
            known: RefCell::default(),
            looked_up: LookedUp::default(),
            calendar: RefCell::default(),
            show,
            wiped,
            under_way: Cell::new(false),
            again: Cell::new(false),
            timer: RefCell::new(None),
        }));
        // What cannot be read now shows with the first round.
        let _ = kept.0.engine.forget_sent(Moment::now().plus_seconds(-SENT_KEPT_DAYS * 86_400)).await;
        let _ = kept.0.look(News::Records).await;
        Rc::new(kept)
    }
}

/// The name of this browser's store, the same until it is deleted.
async fn device_id(engine: &Engine<Disk>) -> Result<DeviceId, Fault> {
    const DEVICE: &str = "device";
    let kept = engine.store().read(Shelf::Meta, DEVICE).await?;
    if let Some(device) = kept.and_then(|kept| kept.parse().ok()) {
        return Ok(device);
    }
    let device = DeviceId::new();
    let write = Write::Put { shelf: Shelf::Meta, key: DEVICE.into(), value: device.to_string() };
    engine.store().commit(vec![write], Durability::Strict).await?;
    Ok(device)
}

impl Inner {
    /// What the windows of one person on this device know each other by.
    fn name(&self) -> String {
        format!("wangge-{}", self.me.id)
    }

    /// What the outbox is to hold of something that was done; `None` when the browser no longer has one of its photos.
    async fn work(&self, done: Done) -> Option<Work> {
        match done {
            Done::Report { id, report, shots } => {
                let photos = photos::of_report(id, &shots).await?;
                Some(Work::file_report(id, &report, photos))
            }
            Done::Move { case, transition, shots } => {
                let photos = photos::of_case(case.id, &shots).await?;
                let wanted = CaseMove {
                    about: AboutCase { case: Some(case.id), report: None },
                    // Nobody has seen the version between two moves that go together.
                    version: Some(case.version).filter(|_| !self.known.borrow().cases_unsent().contains(&case.id)),
                    transition: *transition,
                    photos: photos.iter().map(|photo| photo.upload.id).collect(),
                };
                Some(Work::move_case(&wanted, photos))
            }
            Done::Field(work) => Some(*work),
        }
    }

    /// Reads what screens know, and shows it.
    async fn look(&self, news: News) -> Result<(), Fault> {
        let mut known = (**self.known.borrow()).clone();
        let unsent = self.engine.unsent().await?;
        if news == News::Records {
            *self.calendar.borrow_mut() = self.calendar().await?;
            let held = self.engine.held().await?;
            (known.fetched, known.whole) = (held.pulled_at.is_some(), held.whole);
            let (cases, calendar) = (self.engine.carried_cases().await?, self.calendar.borrow().clone());
            known.cases = view::rows(cases, &unsent, &self.me, &calendar, Moment::now());
            known.turn = known.turn.wrapping_add(1);
        }
        known.unsent = unsent.iter().map(telling::unsent).collect();
        known.files = self.engine.uploads().await?.into_iter().map(telling::file).collect();
        known.sent = self.engine.sent_lately().await?.into_iter().map(telling::delivered).collect();
        let line = self.engine.line().await?;
        (known.trouble, known.last_contact) = (line.trouble, line.last_contact);
        known.under_way = self.under_way.get();
        self.put(known);
        Ok(())
    }

    fn put(&self, known: Known) {
        let known = Rc::new(known);
        let before = self.known.replace(known.clone());
        if before.turn != known.turn || before.unsent != known.unsent {
            self.looked_up.forget();
        }
        self.show.emit(known);
    }

    /// The office's holidays, or those the app comes with.
    async fn calendar(&self) -> Result<Calendar, Fault> {
        let holidays = self.engine.holidays().await?;
        let days = holidays.map(|all| Calendar::new(all.into_iter().map(|holiday| (holiday.day, holiday.kind))));
        Ok(days.unwrap_or_default())
    }
}
