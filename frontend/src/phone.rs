//! What this phone keeps and sends: the cases it carries, what was done on it and is not sent yet. Screens read here and nowhere else
//! about a grid member's work, so that they are the same with a network and without one.
//!
//! The work itself (the browser's database, the engine of `shared::sync`, the line) is a part of the program of its own, [`kept`]: it
//! comes while somebody signs in, or looks at the first page, and the service worker keeps it like all else.

pub mod keeping;
mod kept;
mod known;
pub mod pin;
mod provider;
pub mod room;
pub mod waiting;

use std::pin::Pin;
use std::rc::Rc;

use serde::Serialize;
use shared::cases::{Case, CaseId, NewTransition};
use shared::photos::PhotoKind;
use shared::reports::{NewReport, ReportId};
use shared::session::Me;
use shared::staffing::PersonRef;
use shared::sync::ops::{OpId, OpKind};
use shared::sync::outbox::Work;
use shared::sync::rows::KnownRecord;
use shared::sync::uploads::UploadId;

use yew::Html;

use crate::api::Failure;
use crate::photo::Shot;

pub use self::known::{Delivered, Known, Unsent, UnsentFile};
pub use self::provider::{Carried, PhonePage, PhoneProvider, use_carried};
pub use self::provider::{PhoneState, use_again, use_phone, use_phone_state, use_records};

/// An answer that takes a moment.
pub type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// The phone kept nothing: it is full, or its store is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotKept;

/// Something somebody has done, to be saved with its photos, all or nothing.
#[derive(Clone)]
pub enum Done {
    Report {
        id: ReportId,
        report: Box<NewReport>,
        shots: Vec<Shot>,
    },
    Move {
        case: Rc<Case>,
        transition: Box<NewTransition>,
        shots: Vec<(PhotoKind, Shot)>,
    },
    /// Field work, which brings no photos along.
    Field(Box<Work>),
}

/// What a person decides about something that was put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Retry(OpId),
    GiveUp(OpId),
    RetryFile(UploadId),
    GiveUpFile(UploadId),
}

/// A case as it will be once everything is sent, and how much of it is not.
#[derive(Debug, Clone, PartialEq)]
pub struct CarriedCase {
    pub case: Rc<Case>,
    pub unsent: Vec<OpId>,
    /// It is somebody else's now, and here only until the work on it is sent.
    pub parting: bool,
}

/// A change of the draft that is kept: its words, photos that came, photos that went.
#[derive(Debug, Clone, Default)]
pub struct DraftChange {
    /// `None`: there is no draft any more.
    pub words: Option<String>,
    pub came: Vec<(UploadId, Vec<u8>)>,
    pub went: Vec<UploadId>,
    /// On the disk before it is answered.
    pub surely: bool,
}

/// The part of the program that keeps and sends.
pub trait Keeper {
    /// Whether what is kept outlives the page.
    fn is_lasting(&self) -> bool;
    /// Saves what somebody has done, and sends it as soon as there is a line. Only when this has answered may a page say that it is saved.
    fn save(&self, done: Done) -> Later<Result<OpId, NotKept>>;
    /// Does what a person decides, and looks at everything anew.
    fn decide(&self, decision: Decision);
    /// Talks to the server now, whatever it said before.
    fn wake(&self);
    /// Reads anew what another window has changed.
    fn look_again(&self);
    /// The records whose keys begin so: `kind/` for all of a kind, a whole key for one.
    fn records(&self, prefix: String) -> Later<Rc<Vec<KnownRecord>>>;
    /// The same, when they were looked up since something last changed.
    fn looked_up(&self, prefix: &str) -> Option<Rc<Vec<KnownRecord>>>;
    /// A case that the phone carries.
    fn case(&self, id: CaseId) -> Later<Option<CarriedCase>>;
    fn keep_draft(&self, change: DraftChange) -> Later<Result<(), NotKept>>;
    /// The words of the draft of the last visit.
    fn draft(&self) -> Later<Option<String>>;
    /// Keeps something that is being written under a name of its own; `None` takes it away.
    fn keep_words(&self, name: &'static str, words: Option<String>) -> Later<Result<(), NotKept>>;
    /// What is kept under a name.
    fn words(&self, name: &'static str) -> Later<Option<String>>;
    /// The content of a photo of the draft.
    fn file(&self, id: UploadId) -> Later<Vec<u8>>;
    /// Whether what is kept lies behind a PIN.
    fn has_pin(&self) -> bool;
    /// Everything that is unsent as a file, for the office to have done.
    fn export(&self) -> Later<Result<Vec<u8>, NotKept>>;
    /// Puts it behind a PIN, or takes it out again.
    fn set_pin(&self, pin: Option<String>) -> Later<Result<(), NotKept>>;
    /// Takes what is kept of this person off the phone; only what is not sent stays, when there is such.
    fn leave(&self) -> Later<()>;
}

/// What is kept, behind a PIN.
pub trait Locked {
    /// Opens it; `None` when it is another PIN.
    fn open(&self, pin: String) -> Later<Option<Rc<dyn Keeper>>>;
    /// Deletes it: nobody knows the PIN any more.
    fn forget(&self) -> Later<()>;
}

/// What was found on the phone.
pub enum Found {
    Open(Rc<dyn Keeper>),
    Locked(Rc<dyn Locked>),
}

/// The pages that are no use without a phone, and come with that part of the program.
#[derive(Clone, Copy)]
pub struct Pages {
    pub report: fn(Rc<Me>) -> Html,
    pub outbox: fn() -> Html,
}

/// The phone of whoever is signed in. Cheap to clone.
#[derive(Clone)]
pub struct Phone {
    pub keeper: Rc<dyn Keeper>,
    pub pages: Pages,
    pub me: PersonRef,
    pub known: Rc<Known>,
}

impl Phone {
    /// Saves field work, and sends it as soon as there is a line; else says why the phone kept nothing. `about` are the records it changes.
    pub async fn save_field(&self, kind: OpKind, shape: &impl Serialize, about: Vec<String>) -> Result<(), Failure> {
        let work = Work::field(kind, shape, about);
        match self.keeper.save(Done::Field(Box::new(work))).await {
            Ok(_) => Ok(()),
            Err(NotKept) => Err(room::why_not_kept().await),
        }
    }
}

impl PartialEq for Phone {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.keeper, &other.keeper) && Rc::ptr_eq(&self.known, &other.known)
    }
}
