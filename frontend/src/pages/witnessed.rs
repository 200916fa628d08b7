//! Witnessed handover: property is listed and counted before witnesses, everybody signs on the phone, and a receipt is printed.

mod form;

use std::rc::Rc;

use serde_json::Value;
use shared::cases::{Case, CaseId, find_case};
use shared::lang::Lang;
use shared::may;
use shared::problem::Code;
use shared::session::Me;
use shared::sync::ops::OpKind;
use shared::sync::outbox::case_key;
use shared::sync::rows::whole;
use shared::time::Moment;
use shared::witnessed::cash::{in_capitals, yuan};
use shared::witnessed::{HandingOver, NewWitnessedHandover, can_be_handed_over, find_witnessed_handover, handover_receipt_path};
use yew::prelude::*;

use self::form::HandoverForm;
use crate::api::{Failure, Loaded, use_call};
use crate::look::use_lang;
use crate::parts::cell::{Cell, Group};
use crate::parts::download::Download;
use crate::parts::icon::Icon;
use crate::parts::ink::drawn;
use crate::parts::page::Page;
use crate::parts::state;
use crate::phone::{Carried, use_carried, use_phone, use_records};
use crate::route::Route;
use crate::words::{WitnessedWords, day_and_time};

#[derive(PartialEq, Properties)]
pub struct WitnessedPageProps {
    pub me: Rc<Me>,
    pub id: CaseId,
}

/// The handover of a case: the form, or what was handed in. One that is not sent yet is read from the phone.
#[component]
pub fn WitnessedPage(props: &WitnessedPageProps) -> Html {
    let lang = use_lang();
    let (phone, id) = (use_phone(), props.id);
    let records = use_records(&case_key(id));
    let found = use_call(Some(find_witnessed_handover(id)));
    let carried = use_carried(id);
    let asked = use_call(matches!(carried, Carried::No).then(|| find_case(id)));
    let back = Route::Case { id };
    let unsent = records.as_ref().and_then(|records| {
        let mut ops = records.iter().flat_map(|record| &record.unsent).filter(|op| op.kind == OpKind::HandOverProperty.name());
        whole::<HandingOver>(&Value::Object(ops.next()?.body.clone()))
    });
    if let Some(wanted) = unsent {
        return html! { <Page title={lang.witnessed()} {back}><p class="notice">{ Icon::Device.draw() }<span>{ lang.on_its_way() }</span></p>{ shown(lang, &wanted.handover) }</Page> };
    }
    match (&found.state, phone) {
        (Loaded::Ready(made), _) => {
            let download = html! { <Download wordy=true path={handover_receipt_path(id)} name={"handover.pdf"} label={lang.receipt()} /> };
            html! { <Page title={lang.witnessed()} {back}><p class="notice success">{ Icon::CheckCircle.draw() }<span>{ lang.on_record() }</span></p>{ shown(lang, &made.handover) }<div class="row">{ download }</div></Page> }
        }
        // Without a network nobody knows of another one; the server will say so.
        (Loaded::Failed(failure), Some(phone)) if failure.code() == Some(Code::NotFound) || *failure == Failure::Offline => {
            let case = if let Carried::Yes(carried) = &carried { Some(&carried.case) } else { asked.state.value() };
            let can =
                |case: &Rc<Case>| can_be_handed_over(&case.category) && may::handle_case(&props.me.caller(), &case.facts(Moment::now()));
            match case.map(can) {
                Some(true) => html! { <HandoverForm {id} {phone} /> },
                Some(false) => {
                    html! { <Page title={lang.witnessed()} {back}>{ state::empty(Icon::Info, lang.not_handed_over(), lang.not_handed_over_text(), Html::default()) }</Page> }
                }
                None => html! { <Page title={lang.witnessed()} {back}>{ state::loaded(lang, &asked, |_| Html::default()) }</Page> },
            }
        }
        _ => html! { <Page title={lang.witnessed()} {back}>{ state::loaded(lang, &found, |_| Html::default()) }</Page> },
    }
}

/// What was handed over, before whom, and to whom.
fn shown(lang: Lang, it: &NewWitnessedHandover) -> Html {
    let soft = |words: String| html! { <small class="soft">{ words }</small> };
    let signed = |name: &str, more: Option<String>, ink: &str| {
        html! { <Cell label={html! { { name } }} below={more.map_or_else(Html::default, soft)} value={drawn(ink)} /> }
    };
    html! {
        <>
            <section class="card">
                <p class="pre">{ it.found.as_str() }</p>
                <p class="note">{ format!("{} · {}", it.place.as_str(), day_and_time(lang, it.at, Moment::now())) }</p>
            </section>
            <Group title={lang.items()}>
                <ul class="cells">
                    for item in it.items.iter() {
                        <Cell label={html! { { item.name.as_str() } }} below={item.note.as_ref().map_or_else(Html::default, |note| soft(note.to_string()))} value={html! { { item.count } }} />
                    }
                    for line in it.cash.iter() {
                        <Cell label={html! { { line.denomination.label(lang) } }} value={html! { { format!("× {}", line.count) } }} />
                    }
                    if !it.cash.is_empty() {
                        <Cell label={html! { <b>{ lang.cash_sum(&yuan(it.cash_fen)) }</b> }} below={soft(lang.in_words(&in_capitals(it.cash_fen)))} />
                    }
                </ul>
            </Group>
            <Group title={lang.witnesses()}>
                <ul class="cells">{ for it.witnesses.iter().map(|one| signed(&one.name, one.role.as_ref().map(ToString::to_string), &one.ink)) }</ul>
            </Group>
            <Group title={lang.recipient()}>
                <ul class="cells">{ signed(&it.recipient.name, Some(format!("{} · {}", it.recipient.relation.as_str(), it.recipient.proof.as_str())), &it.recipient.ink) }</ul>
            </Group>
        </>
    }
}
