//! The form of a handover.

use std::rc::Rc;

use shared::cases::CaseId;
use shared::problem::FieldError;
use shared::sync::ops::OpKind;
use shared::sync::outbox::case_key;
use shared::time::Moment;
use shared::witnessed::cash::{CashLine, Denomination, fen, sum, yuan};
use shared::witnessed::{FEWEST_WITNESSES, FoundItem, HandingOver, NewWitnessedHandover, Recipient, Witness, WitnessedHandoverId};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::Failure;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::Group;
use crate::parts::entered::{Entered, Texts, use_entered};
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, Complaint};
use crate::parts::icon::Icon;
use crate::parts::ink::InkPad;
use crate::parts::page::Page;
use crate::parts::toast::use_toast;
use crate::phone::Phone;
use crate::route::Route;
use crate::words::WitnessedWords;

/// The most that a phone's form offers; the API takes more.
const MOST_ROWS: usize = 10;

#[derive(PartialEq, Properties)]
pub struct HandoverFormProps {
    pub id: CaseId,
    pub phone: Phone,
}

/// How sending stands.
#[derive(Clone, PartialEq)]
enum Stage {
    Idle,
    Busy,
    Failed(Failure),
}

/// Everything of a handover on one page, in the order in which it is done.
#[component]
pub fn HandoverForm(props: &HandoverFormProps) -> Html {
    let lang = use_lang();
    let toast = use_toast();
    let stage = use_state(|| Stage::Idle);
    let (items, witnesses) = (use_state(|| 1_usize), use_state(|| FEWEST_WITNESSES));
    let id = use_memo((), |()| WitnessedHandoverId::new());
    let failure = match &*stage {
        Stage::Failed(failure) => Some(failure.clone()),
        Stage::Idle | Stage::Busy => None,
    };
    let entered = use_entered(lang, Texts::default, failure.clone());
    let submit = {
        let (stage, entered, phone, case, id, rows) =
            (stage.clone(), entered.clone(), props.phone.clone(), props.id, *id, (*items, *witnesses));
        Callback::from(move |()| match read(&entered, id, rows) {
            Err(failure) => stage.set(Stage::Failed(failure)),
            Ok(handover) => {
                stage.set(Stage::Busy);
                let (stage, phone, toast) = (stage.setter(), phone.clone(), toast.clone());
                spawn_local(async move {
                    match phone.save_field(OpKind::HandOverProperty, &HandingOver { case, handover }, vec![case_key(case)]).await {
                        Ok(()) => toast.say(lang.handed_in()),
                        Err(why) => stage.set(Stage::Failed(why)),
                    }
                });
            }
        })
    };
    let more = |rows: &UseStateHandle<usize>, words: String| {
        let (setter, next) = (rows.setter(), **rows + 1);
        html! {
            if **rows < MOST_ROWS {
                <Button small=true icon={Icon::Plus} onclick={Callback::from(move |()| setter.set(next))}>{ words }</Button>
            }
        }
    };
    let dock = html! { <Button weight={Weight::Primary} busy={*stage == Stage::Busy} onclick={submit}>{ lang.hand_in() }</Button> };
    html! {
        <Page title={lang.witnessed()} back={Route::Case { id: props.id }} {dock}>
            <p class="note">{ lang.witnessed_lead() }</p>
            <Complaint {failure} />
            <div class="card">
                { entered.lines(lang.found_how(), "/found", 1000) }
                { entered.line(lang.handed_over_at(), "/place", Takes::Text) }
            </div>
            <Group title={lang.items()}>
                <div class="card">
                    for n in 0..*items {
                        { item(&entered, n) }
                    }
                    { more(&items, lang.add_item()) }
                </div>
            </Group>
            { cash(&entered) }
            <Group title={lang.witnesses()}>
                <div class="card">
                    for n in 0..*witnesses {
                        { witness(&entered, n) }
                    }
                    { more(&witnesses, lang.add_witness()) }
                </div>
            </Group>
            { recipient(&entered) }
        </Page>
    }
}

fn item(entered: &Entered, n: usize) -> Html {
    let lang = entered.lang;
    html! {
        <>
            { entered.optional(lang.item_name(), &format!("/items/{n}/name"), Takes::Text) }
            if !entered.get(&format!("/items/{n}/name")).trim().is_empty() {
                { entered.line(lang.item_count(), &format!("/items/{n}/count"), Takes::Digits) }
                { entered.optional(lang.item_note(), &format!("/items/{n}/note"), Takes::Text) }
            }
        </>
    }
}

fn count_of(denomination: Denomination) -> String {
    format!("cash {denomination}")
}

/// What was counted so far.
fn counted(entered: &Entered) -> Vec<CashLine> {
    let line = |denomination: &Denomination| {
        let count = entered.get(&count_of(*denomination)).trim().parse::<u32>().ok().filter(|n| (1..=100_000).contains(n))?;
        Some(CashLine { denomination: *denomination, count })
    };
    Denomination::ALL.iter().filter_map(line).collect()
}

/// Notes and coins, and the sum counted a second time.
fn cash(entered: &Entered) -> Html {
    let lang = entered.lang;
    let lines = counted(entered);
    html! {
        <Group title={lang.cash()}>
            <div class="card">
                <div class="denominations">
                    for denomination in Denomination::ALL {
                        { entered.line(lang.cash_count(denomination.label(lang)), &count_of(*denomination), Takes::Digits) }
                    }
                </div>
                if !lines.is_empty() {
                    <p role="status" class="strong">{ lang.cash_sum(&yuan(sum(&lines))) }</p>
                    { entered.line(lang.cash_total(), "/cash_fen", Takes::Text) }
                }
            </div>
        </Group>
    }
}

fn pad(entered: &Entered, label: String, pointer: &str) -> Html {
    html! { <InkPad {label} path={entered.get(pointer).to_owned()} set={entered.set(pointer)} error={entered.error(pointer)} /> }
}

fn witness(entered: &Entered, n: usize) -> Html {
    let (lang, nth) = (entered.lang, n + 1);
    html! {
        <>
            { entered.line(lang.witness_name(nth), &format!("/witnesses/{n}/name"), Takes::Text) }
            { entered.optional(lang.witness_role(nth), &format!("/witnesses/{n}/role"), Takes::Text) }
            { pad(entered, lang.witness_sign(nth), &format!("/witnesses/{n}/ink")) }
        </>
    }
}

fn recipient(entered: &Entered) -> Html {
    let lang = entered.lang;
    let phone = "/recipient/phone";
    html! {
        <Group title={lang.recipient()}>
            <div class="card">
                { entered.line(lang.recipient_name(), "/recipient/name", Takes::Text) }
                { entered.line(lang.relation(), "/recipient/relation", Takes::Text) }
                { entered.line(lang.proof(), "/recipient/proof", Takes::Text) }
                <Field label={lang.recipient_phone()} optional=true takes={Takes::OtherPhone} value={entered.get(phone).to_owned()} set={entered.set(phone)} error={entered.error(phone)} />
                { pad(entered, lang.recipient_sign(), "/recipient/ink") }
                { pad(entered, lang.by_sign(), "/ink") }
            </div>
        </Group>
    }
}

/// The handover as entered, or everything that is wrong with it.
fn read(entered: &Entered, id: WitnessedHandoverId, (items, witnesses): (usize, usize)) -> Result<NewWitnessedHandover, Failure> {
    let lang = entered.lang;
    let mut check = Check::new(lang);
    let (found, place) = (entered.read(&mut check, "/found"), entered.read(&mut check, "/place"));
    let items: Vec<FoundItem> = (0..items).filter_map(|n| read_item(entered, &mut check, n)).collect();
    let cash = counted(entered);
    for denomination in Denomination::ALL {
        let text = entered.get(&count_of(*denomination)).trim();
        let fits = text.is_empty() || cash.iter().any(|line| line.denomination == *denomination);
        check.must(&count_of(*denomination), fits, lang.cash_count_wrong());
    }
    let cash_fen = if cash.is_empty() { Some(0) } else { fen(entered.get("/cash_fen")) };
    check.must("/cash_fen", cash_fen.is_some(), lang.cash_total_wrong());
    let witnesses: Vec<Witness> = (0..witnesses).filter_map(|n| read_witness(entered, &mut check, n)).collect();
    let recipient = read_recipient(entered, &mut check);
    let ink = entered.read(&mut check, "/ink");
    let whole = || Some((found?, place?, recipient?, ink?, cash_fen?));
    let whole = whole();
    if let Some(failure) = check.failure() {
        return Err(failure);
    }
    let Some((found, place, recipient, ink, cash_fen)) = whole else { return Err(Failure::Unreadable) };
    let handover = NewWitnessedHandover { id, found, place, at: Moment::now(), items, cash, cash_fen, witnesses, recipient, ink };
    handover.check().map_err(|fault| wrong(fault.pointer(), fault.in_words(lang)))?;
    Ok(handover)
}

/// What is wrong with the whole is told at the field nearest to it.
fn wrong(pointer: &str, message: String) -> Failure {
    let pointer = if pointer == "/items" { "/items/0/name" } else { pointer };
    Failure::Invalid(Rc::from([FieldError { pointer: pointer.into(), code: "handover".into(), message }]))
}

/// A row without a name is none.
fn read_item(entered: &Entered, check: &mut Check, n: usize) -> Option<FoundItem> {
    let at = |member: &str| format!("/items/{n}/{member}");
    let name = entered.read_optional(check, &at("name"))?;
    let count = entered.get(&at("count")).trim().parse::<u16>().ok().filter(|n| (1..=10_000).contains(n));
    check.must(&at("count"), count.is_some(), entered.lang.item_count_wrong());
    let note = entered.read_optional(check, &at("note"));
    Some(FoundItem { name, count: count?, note })
}

fn read_witness(entered: &Entered, check: &mut Check, n: usize) -> Option<Witness> {
    let at = |member: &str| format!("/witnesses/{n}/{member}");
    let (name, ink) = (entered.read(check, &at("name")), entered.read(check, &at("ink")));
    let role = entered.read_optional(check, &at("role"));
    Some(Witness { name: name?, role, ink: ink? })
}

fn read_recipient(entered: &Entered, check: &mut Check) -> Option<Recipient> {
    let (name, relation) = (entered.read(check, "/recipient/name"), entered.read(check, "/recipient/relation"));
    let (proof, ink) = (entered.read(check, "/recipient/proof"), entered.read(check, "/recipient/ink"));
    let phone = entered.read_optional(check, "/recipient/phone");
    Some(Recipient { name: name?, relation: relation?, phone, proof: proof?, ink: ink? })
}
