//! The report being written. Its words are kept on the device at every letter; its photos as long as the app is open.

use std::rc::Rc;

use serde::{Deserialize, Serialize};
use shared::cases::CaseId;
use shared::categories::CategoryCode;
use shared::reports::{Channel, FiledReport, ReportId};
use shared::staffing::PersonId;
use shared::time::Moment;
use yew::prelude::*;

use crate::api::Failure;
use crate::device;
use crate::photo::Shot;
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
            shots: Vec::new(),
        }
    }

    /// Whether somebody would miss it.
    pub fn is_begun(&self) -> bool {
        self.category.is_some() || !self.text.is_empty() || !self.place_text.is_empty() || self.behalf.is_some() || !self.shots.is_empty()
    }
}

/// A report the server has, and its photos still on the way.
#[derive(Clone, PartialEq)]
pub struct Filed {
    pub report: FiledReport,
    /// Not there yet.
    pub shots: Vec<Shot>,
    /// How many there were at first.
    pub photos: usize,
    pub sending: bool,
    pub failure: Option<Failure>,
}

/// The draft, or the report just filed. Lives above the pages, so that looking something up in between loses nothing.
#[derive(Clone, PartialEq)]
pub struct Desk {
    pub draft: Draft,
    pub filed: Option<Filed>,
    key: Rc<str>,
}

/// What happens at the desk.
pub enum Act {
    Edit(Box<dyn FnOnce(&mut Draft)>),
    Filed(FiledReport),
    Sending,
    PhotoArrived(u32),
    Sent(Option<Failure>),
    /// Begins anew.
    Clear,
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
                edit(&mut desk.draft);
                device::keep_json(&desk.key, &desk.draft);
            }
            Act::Filed(report) => {
                let shots = std::mem::replace(&mut desk.draft, Draft::new()).shots;
                desk.filed = Some(Filed { report, photos: shots.len(), shots, sending: false, failure: None });
                device::forget(&desk.key);
            }
            Act::Clear => {
                desk.draft = Draft::new();
                desk.filed = None;
                device::forget(&desk.key);
            }
            Act::Sending => change(&mut desk.filed, |filed| (filed.sending, filed.failure) = (true, None)),
            Act::PhotoArrived(id) => change(&mut desk.filed, |filed| filed.shots.retain(|shot| shot.id != id)),
            Act::Sent(failure) => change(&mut desk.filed, |filed| (filed.sending, filed.failure) = (false, failure)),
        }
        desk.into()
    }
}

fn change(filed: &mut Option<Filed>, to: impl FnOnce(&mut Filed)) {
    if let Some(filed) = filed {
        to(filed);
    }
}

#[derive(PartialEq, Properties)]
pub struct DraftProviderProps {
    /// Whose draft: a phone may be shared.
    pub person: PersonId,
    pub children: Html,
}

type DeskContext = UseReducerHandle<Desk>;

/// Keeps the draft for everything inside.
#[component]
pub fn DraftProvider(props: &DraftProviderProps) -> Html {
    let person = props.person;
    let desk = use_reducer(move || {
        let key: Rc<str> = format!("wangge.draft.{person}").into();
        Desk { draft: device::kept_json(&key).unwrap_or_else(Draft::new), filed: None, key }
    });
    html! { <ContextProvider<DeskContext> context={desk}>{ props.children.clone() }</ContextProvider<DeskContext>> }
}

/// The desk.
#[hook]
pub fn use_desk() -> UseReducerHandle<Desk> {
    let own = use_reducer(|| Desk { draft: Draft::new(), filed: None, key: "wangge.draft".into() });
    use_context::<DeskContext>().unwrap_or(own)
}
