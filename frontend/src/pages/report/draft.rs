//! The report being written. Its words and photos are kept on the phone as they come, so that a page the phone closes loses nothing.

use std::cell::RefCell;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::cases::CaseId;
use shared::categories::CategoryCode;
use shared::place::Point;
use shared::reports::{Channel, ReportId};
use shared::sync::ops::OpId;
use shared::sync::uploads::UploadId;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::phone::{DraftChange, Phone, use_phone};
use crate::photo::{Shot, bytes};
use crate::place::Where;

/// What has been entered so far.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// Chosen here, so that sending twice files once.
    pub id: ReportId,
    pub begun_at: Moment,
    pub category: Option<CategoryCode>,
    pub text: String,
    pub at: Where,
    pub place_text: String,
    /// Set where it is entered for a resident.
    pub behalf: Option<Behalf>,
    /// The case it joins, where it is known already.
    #[serde(default)]
    pub joins: Option<CaseId>,
    /// It was found on the patrol under way.
    #[serde(default)]
    pub of_patrol: bool,
    #[serde(skip)]
    pub shots: Vec<Shot>,
}

/// The resident a report is entered for.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Behalf {
    pub channel: Channel,
    pub name: String,
    pub phone: String,
}

impl Draft {
    fn new() -> Self {
        Self {
            id: ReportId::new(),
            begun_at: Moment::now(),
            category: None,
            text: String::new(),
            at: Where::default(),
            place_text: String::new(),
            behalf: None,
            joins: None,
            of_patrol: false,
            shots: Vec::new(),
        }
    }

    /// Whether somebody would miss it.
    pub fn is_begun(&self) -> bool {
        self.of_patrol
            || self.category.is_some()
            || !self.text.is_empty()
            || !self.place_text.is_empty()
            || self.behalf.is_some()
            || !self.shots.is_empty()
    }
}

/// A report in the outbox.
#[derive(Clone, PartialEq)]
pub struct Saved {
    pub op: OpId,
    pub report: ReportId,
    /// How many photos belong to it.
    pub photos: usize,
}

/// What of the last visit is in the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    Nothing,
    All,
    /// Cheap phones close the page while the camera is open, and the photo never comes.
    AllButAPhoto,
}

/// The draft, or the report just saved. Lives above the pages, so that looking something up in between loses nothing.
#[derive(Clone, PartialEq)]
pub struct Desk {
    pub draft: Draft,
    pub saved: Option<Saved>,
    pub found: Found,
    keeper: Keeper,
}

/// What happens at the desk.
pub enum Act {
    Edit(Box<dyn FnOnce(&mut Draft)>),
    /// Something is about to happen that may end the app, such as the camera.
    Secure,
    Saved(Saved),
    /// Throws the draft away.
    Clear,
    /// Begins anew after one was saved.
    Begin,
    /// There is a phone to keep drafts on.
    Phone(Phone),
    /// What the last visit left.
    Found(Box<Draft>, Found),
}

impl Reducible for Desk {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut desk = (*self).clone();
        match act {
            Act::Edit(edit) => {
                if !desk.draft.is_begun() {
                    desk.draft.begun_at = Moment::now();
                }
                let before = desk.draft.shots.clone();
                edit(&mut desk.draft);
                desk.keeper.keep(&desk.draft, &before, Moved::On);
            }
            Act::Secure => desk.keeper.keep(&desk.draft, &desk.draft.shots, Moved::ToTheCamera),
            Act::Saved(saved) => {
                desk.draft = Draft::new();
                (desk.saved, desk.found) = (Some(saved), Found::Nothing);
                // Its photos are the outbox's now.
                desk.keeper.forget(&[]);
            }
            Act::Clear => {
                let shots = std::mem::replace(&mut desk.draft, Draft::new()).shots;
                desk.found = Found::Nothing;
                desk.keeper.forget(&shots);
            }
            Act::Begin => desk.saved = None,
            Act::Phone(phone) => desk.keeper = Keeper::on(phone),
            Act::Found(draft, found) if !desk.draft.is_begun() => (desk.draft, desk.found) = (*draft, found),
            Act::Found(..) => {}
        }
        desk.into()
    }
}

/// How a draft is kept.
#[derive(Clone, Default)]
struct Keeper {
    phone: Option<Phone>,
    /// What is to be kept; read when a write begins, so that an older one never comes last.
    latest: Rc<RefCell<Option<Kept>>>,
}

impl PartialEq for Keeper {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.latest, &other.latest)
    }
}

/// A draft on the phone.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    draft: Draft,
    photos: Vec<KeptShot>,
    /// The camera was open.
    #[serde(default)]
    camera: bool,
}

/// What is kept of a photo beside its bytes, which lie among the files under its id.
#[derive(Clone, Serialize, Deserialize)]
struct KeptShot {
    id: UploadId,
    keep: bool,
    place: Option<Point>,
    content_type: String,
}

/// Where whoever writes the report has gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moved {
    On,
    ToTheCamera,
}

impl Keeper {
    fn on(phone: Phone) -> Self {
        Self { phone: Some(phone), latest: Rc::default() }
    }

    /// Keeps the words at once; photos that are new, and those that went, with them.
    fn keep(&self, draft: &Draft, before: &[Shot], moved: Moved) {
        let Some(phone) = self.phone.clone() else { return };
        let photos = draft.shots.iter().map(|shot| KeptShot {
            id: shot.id,
            keep: shot.keep,
            place: shot.place,
            content_type: shot.content_type.to_owned(),
        });
        *self.latest.borrow_mut() = Some(Kept { draft: draft.clone(), photos: photos.collect(), camera: moved == Moved::ToTheCamera });
        let has = |shots: &[Shot], id| shots.iter().any(|shot: &Shot| shot.id == id);
        let new: Vec<Shot> = draft.shots.iter().filter(|shot| !has(before, shot.id)).cloned().collect();
        let went = before.iter().filter(|shot| !has(&draft.shots, shot.id)).map(|shot| shot.id).collect();
        let latest = self.latest.clone();
        spawn_local(async move {
            let surely = moved == Moved::ToTheCamera || !new.is_empty();
            let mut came = Vec::with_capacity(new.len());
            for shot in &new {
                if let Ok(bytes) = bytes(&shot.blob).await {
                    came.push((shot.id, bytes));
                }
            }
            let words = latest.borrow().as_ref().and_then(|kept| serde_json::to_string(kept).ok());
            // A full phone keeps what it kept before; saving the report says so.
            let _ = phone.keeper.keep_draft(DraftChange { words, came, went, surely }).await;
        });
    }

    /// The draft is no more, nor are these photos of it.
    fn forget(&self, shots: &[Shot]) {
        *self.latest.borrow_mut() = None;
        let Some(phone) = self.phone.clone() else { return };
        let went = shots.iter().map(|shot| shot.id).collect();
        spawn_local(async move {
            // What is left is found at the next visit, and can be cleared then.
            let _ = phone.keeper.keep_draft(DraftChange { went, ..DraftChange::default() }).await;
        });
    }
}

/// The draft of the last visit, with its photos.
async fn found(phone: &Phone) -> Option<(Draft, Found)> {
    let words = phone.keeper.draft().await?;
    let kept: Kept = serde_json::from_slice(words.as_bytes()).ok()?;
    let mut draft = kept.draft;
    for photo in kept.photos {
        let content = phone.keeper.file(photo.id).await;
        draft.shots.extend(Shot::kept(photo.id, &content, &photo.content_type, photo.keep, photo.place));
    }
    Some((draft, if kept.camera { Found::AllButAPhoto } else { Found::All }))
}

#[derive(PartialEq, Properties)]
pub struct DraftProviderProps {
    pub children: Html,
}

type DeskContext = UseReducerHandle<Desk>;

/// Keeps the draft for everything inside.
#[component]
pub fn DraftProvider(props: &DraftProviderProps) -> Html {
    let desk = use_reducer(|| Desk { draft: Draft::new(), saved: None, found: Found::Nothing, keeper: Keeper::default() });
    let phone = use_phone();
    {
        let dispatcher = desk.dispatcher();
        use_effect_with(phone.is_some(), move |_| {
            let Some(phone) = phone else { return };
            dispatcher.dispatch(Act::Phone(phone.clone()));
            spawn_local(async move {
                if let Some((draft, found)) = found(&phone).await {
                    dispatcher.dispatch(Act::Found(Box::new(draft), found));
                }
            });
        });
    }
    html! { <ContextProvider<DeskContext> context={desk}>{ props.children.clone() }</ContextProvider<DeskContext>> }
}

/// The desk.
#[hook]
pub fn use_desk() -> UseReducerHandle<Desk> {
    let own = use_reducer(|| Desk { draft: Draft::new(), saved: None, found: Found::Nothing, keeper: Keeper::default() });
    use_context::<DeskContext>().unwrap_or(own)
}
