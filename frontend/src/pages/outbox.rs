//! The outbox: what is saved on this phone and still to be sent, why something was not, and what was sent lately.

use shared::cases::{CaseId, CaseStatus, CaseSummary};
use shared::lang::Lang;
use shared::problem::Problem;
use shared::sync::engine::Trouble;
use shared::sync::ops::OpKind;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::device;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Group, chevron};
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::sheet::Sheet;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::parts::toast::use_toast;
use crate::phone::waiting::{told, trouble_in_words};
use crate::phone::{Decision, Delivered, Phone, Unsent, UnsentFile, use_phone};
use crate::route::Route;
use crate::session::use_session;
use crate::words::{PhoneWords, ShellWords, ago, day_and_time};

/// The outbox.
#[component]
pub fn OutboxPage() -> Html {
    let lang = use_lang();
    let session = use_session();
    let phone = use_phone();
    let asked = use_state(|| None::<Decision>);
    let Some(phone) = phone else { return html! { <Page title={lang.undelivered()} back={Route::Me}>{ state::bones(lang) }</Page> } };
    let now = Moment::now();
    let known = phone.known.clone();
    let ask = {
        let asked = asked.setter();
        Callback::from(move |what| asked.set(Some(what)))
    };
    let close = {
        let asked = asked.setter();
        Callback::from(move |()| asked.set(None))
    };
    let nothing = known.unsent.is_empty() && known.files.is_empty();
    let dock = match known.trouble {
        Some(Trouble::SignIn) => {
            html! { <Button weight={Weight::Primary} onclick={session.gate.clone()}>{ lang.sign_in_again() }</Button> }
        }
        _ if nothing => Html::default(),
        _ => {
            let phone = phone.clone();
            let wake = Callback::from(move |()| phone.keeper.wake());
            html! { <Button weight={Weight::Primary} busy={known.under_way} onclick={wake}>{ if known.under_way { lang.sending_now() } else { lang.send_now() } }</Button> }
        }
    };
    let waiting = known.files.iter().filter(|file| file.problem.is_none()).count();
    let list = List { lang, phone: &phone, ask, now };
    html! {
        <Page title={lang.undelivered()} back={Route::Me} {dock}>
            <div role="status">
                if let Some(trouble) = known.trouble {
                    <div class="notice warning">{ Icon::Offline.draw() }<p>{ trouble_in_words(lang, trouble) }</p></div>
                }
            </div>
            if nothing {
                <div class="card">{ state::empty(Icon::CheckCircle, lang.nothing_unsent(), lang.nothing_unsent_text(), Html::default()) }</div>
            } else {
                <ul class="cells">
                    { for known.unsent.iter().map(|unsent| list.unsent(unsent)) }
                    { for known.files.iter().filter_map(|file| Some(list.file(file, file.problem.as_ref()?))) }
                </ul>
                if waiting > 0 {
                    <p class="note with-icon">{ Icon::Cloud.small() }{ lang.photos_waiting(waiting) }</p>
                }
                <Export phone={phone.clone()} />
            }
            if !known.sent.is_empty() {
                <Group title={lang.sent_lately()}><ul class="cells">{ for known.sent.iter().take(SHOWN).map(|sent| list.sent(sent)) }</ul></Group>
            }
            <p class="note centre">{ contact(lang, known.last_contact, now) }</p>
            if let Some(what) = *asked {
                <GiveUp {phone} {what} {close} />
            }
        </Page>
    }
}

#[derive(PartialEq, Properties)]
struct ExportProps {
    phone: Phone,
}

/// Writes what is unsent into a file: somebody else can bring it to the office.
#[component]
fn Export(props: &ExportProps) -> Html {
    let lang = use_lang();
    let toast = use_toast();
    let export = {
        let phone = props.phone.clone();
        Callback::from(move |()| {
            let (phone, toast) = (phone.clone(), toast.clone());
            spawn_local(async move {
                match phone.keeper.export().await {
                    Ok(file) if device::save(&format!("{}-{}.wangge", lang.undelivered(), phone.me.name), &file).is_some() => {
                        toast.say(lang.exported());
                    }
                    _ => toast.say(lang.not_saved()),
                }
            });
        })
    };
    html! {
        <div class="centre">
            <Button weight={Weight::Text} icon={Icon::Download} onclick={export}>{ lang.export() }</Button>
            <p class="note">{ lang.export_note() }</p>
        </div>
    }
}

/// How many of those that were sent are shown.
const SHOWN: usize = 20;

/// When the server was heard of last.
fn contact(lang: Lang, last: Option<Moment>, now: Moment) -> String {
    last.map_or_else(|| lang.never_contact(), |at| lang.last_contact(&ago(lang, at, now)))
}

struct List<'a> {
    lang: Lang,
    phone: &'a Phone,
    /// Asks once more before something is given up.
    ask: Callback<Decision>,
    now: Moment,
}

/// One thing of the list, and where it stands.
struct Item {
    key: String,
    icon: Icon,
    what: String,
    about: String,
    when: Option<String>,
    state: Html,
    why: Option<String>,
    /// The two ways out of what was put aside: send again, give up.
    ways: Option<(Decision, Decision)>,
}

impl List<'_> {
    fn unsent(&self, unsent: &Unsent) -> Html {
        let lang = self.lang;
        let (icon, what, about) = self.describe(unsent);
        let stuck = unsent.stuck;
        self.item(Item {
            key: unsent.op.to_string(),
            icon,
            what,
            about,
            when: Some(lang.since_saved(&ago(lang, unsent.saved_at, self.now))),
            state: if stuck { needs_you(lang) } else { tag(Tone::Neutral, Icon::Device, lang.saved_here()) },
            why: unsent.problem.as_ref().map(|problem| lang.why_not(&told(lang, problem))),
            ways: stuck.then_some((Decision::Retry(unsent.op), Decision::GiveUp(unsent.op))),
        })
    }

    /// A photo that the server did not take.
    fn file(&self, file: &UnsentFile, problem: &Problem) -> Html {
        let lang = self.lang;
        self.item(Item {
            key: file.id.to_string(),
            icon: Icon::Image,
            what: lang.photo_unsent(file.kind.label(lang)),
            about: String::new(),
            when: None,
            state: needs_you(lang),
            why: Some(lang.why_not(&told(lang, problem))),
            ways: Some((Decision::RetryFile(file.id), Decision::GiveUpFile(file.id))),
        })
    }

    fn item(&self, item: Item) -> Html {
        let lang = self.lang;
        let keeper = self.phone.keeper.clone();
        html! {
            <li key={item.key}>
                <div class="cell">
                    <span class="cell-icon">{ item.icon.draw() }</span>
                    <span class="cell-main">
                        <span class="strong">{ item.what }</span>
                        if !item.about.is_empty() {
                            <span class="lines-2">{ item.about }</span>
                        }
                        <span class="row">{ item.state }if let Some(when) = item.when { <small class="soft">{ when }</small> }</span>
                        if let Some(why) = item.why {
                            <small class="error">{ why }</small>
                        }
                    </span>
                </div>
                if let Some((again, give_up)) = item.ways {
                    <div class="row cell-foot quick">
                        <Button small=true weight={Weight::Danger} onclick={self.ask.reform(move |()| give_up)}>{ lang.give_up() }</Button>
                        <Button small=true onclick={Callback::from(move |()| keeper.decide(again))}>{ lang.retry() }</Button>
                    </div>
                }
            </li>
        }
    }

    /// Something the server has: how far it got there, and that it counts from when it was saved.
    fn sent(&self, sent: &Delivered) -> Html {
        let lang = self.lang;
        let row = sent.case.and_then(|id| self.row(id));
        let taken_up = row.is_some_and(|row| row.status != CaseStatus::Filed);
        let number = sent.filed.as_ref().map(|filed| filed.case_number.to_string());
        let about = row.map(|row| row.summary.clone()).or(number).unwrap_or_default();
        let late = sent.receipt.filter(|(done, arrived)| arrived.seconds_since(*done) > 3600);
        let inside = html! {
            <>
                <span class="cell-main">
                    <span class="strong">{ kind_name(lang, sent.kind) }</span>
                    <span class="lines-2">{ about }</span>
                    <span class="row">
                        { if taken_up { tag(Tone::Success, Icon::CheckCircle, lang.taken_up()) } else { tag(Tone::Brand, Icon::Check, lang.delivered()) } }
                        if let Some((_, arrived)) = sent.receipt {
                            <small class="soft">{ lang.receipt_arrived(&day_and_time(lang, arrived, self.now)) }</small>
                        }
                    </span>
                    if let Some((done, _)) = late {
                        <small class="soft">{ lang.late_delivery(&day_and_time(lang, done, self.now)) }</small>
                    }
                </span>
                if sent.case.is_some() {
                    { chevron() }
                }
            </>
        };
        let key = sent.op.to_string();
        match sent.case {
            Some(id) => html! { <li {key}><Go to={Route::Case { id }} class="cell">{ inside }</Go></li> },
            None => html! { <li {key}><div class="cell">{ inside }</div></li> },
        }
    }

    fn row(&self, id: CaseId) -> Option<&CaseSummary> {
        self.phone.known.cases.iter().find(|row| row.id == id)
    }

    /// What something is, and what about.
    fn describe(&self, unsent: &Unsent) -> (Icon, String, String) {
        let lang = self.lang;
        let name = kind_name(lang, unsent.kind);
        let of_case = || unsent.about.and_then(|id| self.row(id)).map(|row| row.summary.clone()).unwrap_or_default();
        match unsent.kind {
            Some(OpKind::FileReport) => {
                let category = unsent.category.as_ref().map_or("", |code| code.category().label(lang));
                (Icon::Camera, format!("{name} · {category}"), unsent.words.clone())
            }
            Some(OpKind::MoveCase) => (Icon::Work, unsent.by.map_or(name, |by| by.label(lang).to_owned()), of_case()),
            Some(OpKind::Mediate | OpKind::HandOverProperty) => (Icon::People, name, of_case()),
            Some(OpKind::Patrol) => (Icon::Map, name, unsent.words.clone()),
            Some(OpKind::AnswerAnnouncement) => (Icon::Bell, name, String::new()),
            Some(OpKind::EmergencyStep) => (Icon::Alert, name, String::new()),
            Some(OpKind::CareVisit) => (Icon::People, name, String::new()),
            Some(OpKind::SafetyFeedback) => (Icon::Shield, name, unsent.words.clone()),
            Some(OpKind::RemarkCase) | None => (Icon::Edit, name, unsent.words.clone()),
        }
    }
}

fn needs_you(lang: Lang) -> Html {
    tag(Tone::Danger, Icon::Alert, lang.needs_you())
}

fn kind_name(lang: Lang, kind: Option<OpKind>) -> String {
    match kind {
        Some(OpKind::FileReport) => lang.kind_report(),
        Some(OpKind::RemarkCase) => lang.kind_remark(),
        Some(OpKind::Mediate) => lang.kind_mediation(),
        Some(
            kind @ (OpKind::HandOverProperty
            | OpKind::Patrol
            | OpKind::SafetyFeedback
            | OpKind::CareVisit
            | OpKind::EmergencyStep
            | OpKind::AnswerAnnouncement),
        ) => kind.label(lang).to_owned(),
        Some(OpKind::MoveCase) | None => lang.kind_move(),
    }
}

#[derive(PartialEq, Properties)]
struct GiveUpProps {
    phone: Phone,
    what: Decision,
    close: Callback<()>,
}

/// Asks before something is thrown away.
#[component]
fn GiveUp(props: &GiveUpProps) -> Html {
    let lang = use_lang();
    let give_up = {
        let (keeper, what, close) = (props.phone.keeper.clone(), props.what, props.close.clone());
        Callback::from(move |()| {
            keeper.decide(what);
            close.emit(());
        })
    };
    let foot = html! {
        <>
            <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
            <Button weight={Weight::Danger} onclick={give_up}>{ lang.give_up() }</Button>
        </>
    };
    html! { <Sheet title={lang.give_up_ask()} close={props.close.clone()} {foot}><p class="centre soft">{ lang.give_up_note() }</p></Sheet> }
}
