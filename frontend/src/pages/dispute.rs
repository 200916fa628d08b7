//! A mediation: who the parties are, what was done, the agreement and its signatures. As the phone knows it where it carries the case, so
//! that all of it can be done on a doorstep without a signal; else as the server does.

mod doing;
mod forms;
mod making;
mod paper;
mod reveal;
mod sheet;
pub mod today;
mod view;

use std::collections::HashSet;
use std::rc::Rc;

use serde_json::Value;
use shared::cases::{self, Case, CaseId};
use shared::disputes::steps::{Mediating, NewStep};
use shared::disputes::{self, Dispute, StepId, can_be_mediated};
use shared::may;
use shared::problem::Code;
use shared::session::Me;
use shared::staffing::PersonRef;
use shared::sync::outbox::record_key;
use shared::sync::pulling::RecordKind;
use shared::sync::rows::{KnownRecord, whole};
use shared::time::Moment;
use yew::prelude::*;

use self::making::Way;
use self::view::DisputeView;
use crate::api::{Loaded, use_call};
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::phone::{Carried, use_carried, use_phone, use_records};
use crate::route::Route;
use crate::words::{CaseWords, DisputeWords};

#[derive(PartialEq, Properties)]
pub struct DisputePageProps {
    pub me: Rc<Me>,
    pub id: CaseId,
    /// Only the agreement, as a page to print.
    #[prop_or_default]
    pub paper: bool,
}

/// The mediation of a case.
#[component]
pub fn DisputePage(props: &DisputePageProps) -> Html {
    let lang = use_lang();
    let (me, id, paper) = (props.me.clone(), props.id, props.paper);
    let carried = use_carried(id);
    let records = use_records(&record_key(RecordKind::Dispute, &id));
    let waiting = html! { <Page title={lang.mediation()} back={Route::Case { id }}>{ state::bones(lang) }</Page> };
    match (carried, records) {
        (Carried::Opening, _) | (Carried::Yes(_), None) => waiting,
        (Carried::Yes(carried), Some(records)) if may::see_dispute(&me.caller(), &carried.case.facts(Moment::now())) => {
            html! { <OnPhone {me} case={carried.case} {records} {paper} /> }
        }
        (Carried::Yes(_) | Carried::No, _) => html! { <OnServer {me} {id} {paper} /> },
    }
}

#[derive(PartialEq, Properties)]
struct OnPhoneProps {
    me: Rc<Me>,
    case: Rc<Case>,
    records: Rc<Vec<KnownRecord>>,
    paper: bool,
}

/// A mediation of a case that the phone carries.
#[component]
fn OnPhone(props: &OnPhoneProps) -> Html {
    let phone = use_phone();
    let Some(phone) = phone else { return Html::default() };
    let by = PersonRef { id: props.me.person, name: props.me.name.clone() };
    let (dispute, unsent) = known(&props.case, props.records.first(), &by);
    let mediates = may::mediate(&props.me.caller(), &props.case.facts(Moment::now()));
    if props.paper {
        return html! { <paper::AgreementPaper dispute={Rc::new(dispute)} /> };
    }
    html! { <DisputeView {by} {mediates} dispute={Rc::new(dispute)} unsent={Rc::new(unsent)} way={Way::Phone(phone)} /> }
}

/// The mediation as it will be once everything is sent, and which of its steps are not.
fn known(case: &Case, record: Option<&KnownRecord>, by: &PersonRef) -> (Dispute, HashSet<StepId>) {
    let told = record.and_then(|record| record.body.as_ref()).and_then(whole::<Dispute>);
    let mut dispute = told.unwrap_or_else(|| blank(case));
    let mut unsent = HashSet::new();
    for op in record.iter().flat_map(|record| &record.unsent) {
        let Some(made) = whole::<Mediating>(&Value::Object(op.body.clone())) else { continue };
        let before = dispute.steps.len();
        dispute = dispute.after(NewStep { id: made.id, step: made.step }, by, op.captured_at);
        if dispute.steps.len() > before {
            unsent.insert(made.id);
        }
    }
    (dispute, unsent)
}

/// A mediation that was not begun.
fn blank(case: &Case) -> Dispute {
    Dispute {
        case: case.id,
        case_number: case.number.clone(),
        number: None,
        category: case.category.clone(),
        grid: case.grid.clone(),
        grid_name: case.grid_name.clone(),
        village_name: case.village_name.clone(),
        standing: Default::default(),
        steps: Vec::new(),
        dues: Vec::new(),
        version: 1,
        updated_at: case.updated_at,
    }
}

#[derive(PartialEq, Properties)]
struct OnServerProps {
    me: Rc<Me>,
    id: CaseId,
    paper: bool,
}

/// A mediation that the server shows.
#[component]
fn OnServer(props: &OnServerProps) -> Html {
    let lang = use_lang();
    let case = use_call(Some(cases::find_case(props.id)));
    let dispute = use_call(Some(disputes::find_dispute(props.id)));
    let page = |within: Html| html! { <Page title={lang.mediation()} back={Route::Case { id: props.id }}>{ within }</Page> };
    let Some(about) = case.state.value() else { return page(state::loaded(lang, &case, |_| Html::default())) };
    let (caller, facts) = (props.me.caller(), about.facts(Moment::now()));
    let replace = dispute.replace.clone();
    let paper = props.paper;
    let draw = |dispute: Rc<Dispute>| {
        if paper {
            return html! { <paper::AgreementPaper {dispute} /> };
        }
        let by = PersonRef { id: props.me.person, name: props.me.name.clone() };
        let (mediates, way) = (may::mediate(&caller, &facts), Way::Server(replace.clone()));
        html! { <DisputeView {by} {mediates} {dispute} unsent={Rc::new(HashSet::new())} {way} /> }
    };
    match &dispute.state {
        Loaded::Ready(known) => draw(known.clone()),
        Loaded::Failed(failure) if failure.code() == Some(Code::NotFound) && !can_be_mediated(&about.category) => {
            page(state::empty(Icon::Info, lang.not_a_dispute(), lang.not_a_dispute_text(), Html::default()))
        }
        Loaded::Failed(failure) if failure.code() == Some(Code::NotFound) && may::see_dispute(&caller, &facts) => {
            draw(Rc::new(blank(about)))
        }
        _ => page(state::loaded(lang, &dispute, |_| Html::default())),
    }
}
