//! Which form asks for which step.

use std::rc::Rc;

use shared::disputes::Dispute;
use shared::staffing::PersonRef;
use yew::prelude::*;

use super::doing::Doing;
use super::forms;
use super::making::Way;

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
