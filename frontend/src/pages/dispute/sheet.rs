//! The sheet of one step: what went wrong, its fields, cancel and save.

use std::rc::Rc;

use shared::disputes::Dispute;
use shared::staffing::PersonRef;
use yew::prelude::*;

use super::doing::Doing;
use super::forms;
use super::making::{Making, Way};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::form::Complaint;
use crate::parts::sheet::Sheet;
use crate::parts::use_id;
use crate::words::ShellWords;

#[derive(PartialEq, Properties)]
pub struct StepSheetProps {
    pub doing: Doing,
    pub dispute: Rc<Dispute>,
    pub by: PersonRef,
    pub way: Way,
    pub close: Callback<()>,
}

/// Asks for what a step needs, and makes it.
#[component]
pub fn StepSheet(props: &StepSheetProps) -> Html {
    let StepSheetProps { doing, dispute, by, way, close } = props;
    let form = forms::FormProps { dispute: dispute.clone(), by: by.clone(), way: way.clone(), close: close.clone() };
    match *doing {
        Doing::Open => html! { <forms::opening::OpeningForm ..form /> },
        Doing::Party(party) => html! { <forms::party::PartyForm {party} {form} /> },
        Doing::Inform(party) => html! { <forms::informing::InformingForm {party} {form} /> },
        Doing::Session => html! { <forms::session::SessionForm ..form /> },
        Doing::Promise => html! { <forms::promise::PromiseForm ..form /> },
        Doing::Check(promise) => html! { <forms::promise::CheckForm {promise} {form} /> },
        Doing::Draft => html! { <forms::draft::DraftForm ..form /> },
        Doing::Sign(signer) => html! { <forms::signing::SigningForm {signer} {form} /> },
        Doing::FollowUp => html! { <forms::after::FollowUpForm ..form /> },
        Doing::Confirm => html! { <forms::after::ConfirmForm ..form /> },
        Doing::Risk => html! { <forms::other::RiskForm ..form /> },
        Doing::Extend => html! { <forms::other::ExtendForm ..form /> },
        Doing::File => html! { <forms::other::FilingForm ..form /> },
        Doing::Refuse => html! { <forms::other::RefuseForm ..form /> },
        Doing::Fail => html! { <forms::other::FailForm ..form /> },
    }
}

/// The frame of a step's form.
#[derive(Properties, PartialEq)]
pub struct FrameProps {
    pub title: AttrValue,
    pub close: Callback<()>,
    pub submit: Callback<()>,
    pub making: Shown,
    #[prop_or_default]
    pub tall: bool,
    pub children: Html,
}

/// How far the step is, as the frame shows it.
#[derive(Clone)]
pub struct Shown(pub Making);

impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        self.0.busy() == other.0.busy() && self.0.failure() == other.0.failure()
    }
}

/// A sheet with the fields of a step.
#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let lang = use_lang();
    let form = use_id().of("form");
    let busy = props.making.0.busy();
    let onsubmit = {
        let submit = props.submit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit(());
        })
    };
    let foot = html! {
        <>
            <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
            <Button weight={Weight::Primary} submit=true form={form.clone()} {busy}>{ lang.save() }</Button>
        </>
    };
    html! {
        <Sheet title={props.title.clone()} close={props.close.clone()} tall={props.tall} confirm={(!busy).then(|| props.submit.clone())} {foot}>
            <Complaint failure={props.making.0.failure()} />
            <form id={form} class="card" {onsubmit} novalidate={true}>{ props.children.clone() }</form>
        </Sheet>
    }
}
