//! The part of the program that keeps and sends. Whatever it does it tells to `show`; nothing outside of it knows the engine.

mod alone;
mod disk;
mod line;
mod photos;
mod safe;
mod telling;
mod view;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use shared::cases::CaseId;
use shared::may::Caller;
use shared::session::Me;
use shared::sla::Calendar;
use shared::staffing::PersonRef;
use shared::sync::engine::{Engine, SyncFault};
use shared::sync::ops::{AboutCase, CaseMove, DeviceId, OpId};
use shared::sync::outbox::{EntryState, Work, case_key};
use shared::sync::store::{Durability, Shelf, Store, Write};
use shared::sync::uploads::UploadId;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use yew::{Callback, html};

use self::alone::{Windows, if_alone};
use self::disk::{Disk, DiskFault};
use self::line::{News, Round};
use self::safe::Lock;
use super::{CarriedCase, Decision, Done, DraftChange, Found, Keeper, Known, Later, Locked, NotKept, Pages, room};
use crate::api::Api;
use crate::device;
use crate::pages::outbox::OutboxPage;
use crate::pages::report::ReportPage;

/// What could not be kept, or could not be read.
type Fault = SyncFault<DiskFault>;

/// How often to look for news while somebody looks at the app, in milliseconds.
const EVERY: i64 = 5 * 60 * 1000;
/// For how long it is remembered here what was sent.
const SENT_KEPT_DAYS: i64 = 30;
/// There is one draft at a time.
const DRAFT: &str = "report";

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
            if disk.unlock(&lock, &pin).await { Some(Kept::open(disk, setting).await) } else { None }
        })
    }

    fn forget(&self) -> Later<()> {
        let person = self.setting.me.person;
        Box::pin(async move {
            room::forget_pictures().await;
            Disk::forget(person).await;
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
    calendar: RefCell<Calendar>,
    show: Callback<Rc<Known>>,
    under_way: Cell<bool>,
    /// Somebody wanted a round while one was under way.
    again: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
}

impl Kept {
    async fn open(disk: Disk, setting: Setting) -> Rc<dyn Keeper> {
        let Setting { api, me, show, hear } = setting;
        let mut engine = Engine::new(disk);
        let device = match device_id(&engine).await {
            Ok(device) => device,
            // A store that opens and cannot be used is none.
            Err(_) => {
                engine = Engine::new(Disk::in_memory());
                DeviceId::new()
            }
        };
        let kept = Self(Rc::new(Inner {
            engine,
            device,
            api,
            caller: me.caller(),
            me: PersonRef { id: me.person, name: me.name.clone() },
            windows: Windows::new(&format!("wangge-{}", me.person), hear),
            known: RefCell::default(),
            calendar: RefCell::default(),
            show,
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

impl Keeper for Kept {
    fn is_lasting(&self) -> bool {
        self.0.engine.store().is_lasting()
    }

    fn save(&self, done: Done) -> Later<Result<OpId, NotKept>> {
        let kept = self.0.clone();
        Box::pin(async move {
            let work = kept.work(done).await.ok_or(NotKept)?;
            let op = kept.engine.save(work, Moment::now()).await.map_err(|_| NotKept)?;
            room::keep_for_good(kept.me.id);
            // It is saved; that it cannot be shown is no reason to say otherwise.
            let _ = kept.look(News::Records).await;
            kept.windows.tell();
            kept.wake(false);
            Ok(op)
        })
    }

    fn decide(&self, decision: Decision) {
        let kept = self.0.clone();
        spawn_local(async move {
            let (engine, now) = (&kept.engine, Moment::now());
            // What was decided in another window meanwhile is not there any more, and shows so.
            let _ = match decision {
                Decision::Retry(op) => engine.retry(op).await,
                Decision::GiveUp(op) => engine.discard(op, now).await,
                Decision::RetryFile(id) => engine.retry_upload(id).await,
                Decision::GiveUpFile(id) => engine.discard_upload(id, now).await,
            };
            let _ = kept.look(News::Records).await;
            kept.windows.tell();
            kept.wake(true);
        });
    }

    fn wake(&self) {
        self.0.wake(true);
    }

    fn look_again(&self) {
        let kept = self.0.clone();
        spawn_local(async move {
            // Another window has put it behind a PIN, or taken it out: this one has to begin anew.
            if kept.engine.store().lock().await.is_some() != kept.engine.store().is_unlocked() {
                device::begin_anew();
            }
            // A store that cannot be read now is read at the next change.
            let _ = kept.look(News::Records).await;
            if kept.known.borrow().unsent.iter().any(|unsent| !unsent.stuck) {
                kept.wake(false);
            }
        });
    }

    fn case(&self, id: CaseId) -> Later<Option<CarriedCase>> {
        let kept = self.0.clone();
        Box::pin(async move {
            let viewed = kept.engine.view(&case_key(id)).await.ok().flatten()?;
            let calendar = kept.calendar.borrow().clone();
            view::shown(&viewed, &kept.me, &kept.caller, &calendar, Moment::now())
        })
    }

    fn keep_draft(&self, change: DraftChange) -> Later<Result<(), NotKept>> {
        let kept = self.0.clone();
        Box::pin(async move {
            let words = match change.words {
                Some(value) => Write::Put { shelf: Shelf::Drafts, key: DRAFT.into(), value },
                None => Write::Remove { shelf: Shelf::Drafts, key: DRAFT.into() },
            };
            let came = change.came.into_iter().map(|(id, bytes)| Write::PutFile { key: id.to_string(), bytes });
            let went = change.went.into_iter().map(|id| Write::RemoveFile { key: id.to_string() });
            let durability = if change.surely { Durability::Strict } else { Durability::Relaxed };
            let writes = came.chain(went).chain([words]).collect();
            kept.engine.store().commit(writes, durability).await.map_err(|_| NotKept)
        })
    }

    fn draft(&self) -> Later<Option<String>> {
        let kept = self.0.clone();
        Box::pin(async move { kept.engine.store().read(Shelf::Drafts, DRAFT).await.ok().flatten() })
    }

    fn file(&self, id: UploadId) -> Later<Vec<u8>> {
        let kept = self.0.clone();
        Box::pin(async move { kept.engine.store().piece(&id.to_string(), 0, usize::MAX).await.unwrap_or_default() })
    }

    fn has_pin(&self) -> bool {
        self.0.engine.store().is_unlocked()
    }

    fn set_pin(&self, pin: Option<String>) -> Later<Result<(), NotKept>> {
        let kept = self.0.clone();
        Box::pin(async move {
            kept.engine.store().put_behind(pin.as_deref()).await.map_err(|_| NotKept)?;
            kept.windows.tell();
            let _ = kept.look(News::Outbox).await;
            Ok(())
        })
    }

    fn leave(&self) -> Later<()> {
        let kept = self.0.clone();
        Box::pin(async move {
            room::forget_pictures().await;
            let known = kept.known.borrow().clone();
            if known.unsent.is_empty() && known.files.is_empty() {
                Disk::forget(kept.me.id).await;
                room::forget(kept.me.id);
            } else {
                // What cannot be cleared now is cleared when the same person signs out again.
                let _ = kept.engine.forget_records().await;
            }
        })
    }
}

impl Inner {
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
        *self.known.borrow_mut() = known.clone();
        self.show.emit(known);
    }

    /// The office's holidays, or those the app comes with.
    async fn calendar(&self) -> Result<Calendar, Fault> {
        let holidays = self.engine.holidays().await?;
        let days = holidays.map(|all| Calendar::new(all.into_iter().map(|holiday| (holiday.day, holiday.kind))));
        Ok(days.unwrap_or_default())
    }

    /// Has a round, unless one is under way; then another one follows it.
    fn wake(self: &Rc<Self>, at_once: bool) {
        if self.under_way.replace(true) {
            self.again.set(true);
            return;
        }
        let kept = self.clone();
        spawn_local(async move {
            if at_once {
                // Fails when the store does; then the round ends as well, and the next one may fare better.
                let _ = kept.engine.wake().await;
            }
            kept.show_under_way();
            loop {
                kept.again.set(false);
                let rounding = kept.clone();
                if_alone(&format!("wangge-{}", kept.me.id), async move { rounding.round().await }).await;
                if !kept.again.get() {
                    break;
                }
            }
            kept.under_way.set(false);
            kept.show_under_way();
            kept.sleep().await;
        });
    }

    fn show_under_way(&self) {
        let known = self.known.borrow().as_ref().clone();
        self.put(Known { under_way: self.under_way.get(), ..known });
    }

    async fn round(&self) {
        let round = Round { engine: &self.engine, api: &self.api, device: self.device };
        let tell = async |news| {
            // A screen that shows what was so a moment ago is mended by the next look.
            let _ = self.look(news).await;
            self.windows.tell();
        };
        // What cannot be kept ends the round; the server still has it, and the next one asks again.
        let _ = round.go(tell).await;
        let _ = self.look(News::Outbox).await;
    }

    /// Sets the clock for the next round.
    async fn sleep(self: &Rc<Self>) {
        let wait = self.until_next(Moment::now()).await.unwrap_or(EVERY);
        let kept = self.clone();
        let timer = Timeout::new(u32::try_from(wait).unwrap_or(u32::MAX), move || {
            let hidden = device::document().is_some_and(|document| document.hidden());
            let waits = kept.known.borrow().unsent.iter().any(|unsent| !unsent.stuck);
            if hidden && !waits {
                // Nobody looks: news can wait, and the person's data is dear.
                spawn_local(async move { kept.sleep().await });
            } else {
                kept.wake(false);
            }
        });
        *self.timer.borrow_mut() = Some(timer);
    }

    /// Milliseconds until something can be sent, or until it is time to look for news.
    async fn until_next(&self, now: Moment) -> Result<i64, Fault> {
        let outbox = self.engine.unsent().await?;
        let ready = outbox.iter().filter(|entry| entry.state == EntryState::Ready);
        let ops = ready.map(|entry| entry.next_at.unwrap_or(now)).min();
        let files = self.engine.uploads().await?.iter().any(|upload| upload.problem.is_none()).then_some(now);
        let Some(next) = [ops, files].into_iter().flatten().min() else { return Ok(EVERY) };
        let next = self.engine.line().await?.wait_until.map_or(next, |wait| wait.max(next));
        Ok((next.millis() - now.millis()).clamp(1000, EVERY))
    }
}
