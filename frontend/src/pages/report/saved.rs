//! A report that is saved: on this phone first, then with the server, its photos after it.

use shared::lang::Lang;
use shared::reports::FiledReport;
use yew::prelude::*;

use super::draft::{Act, Saved, use_desk};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::phone::waiting::trouble_in_words;
use crate::phone::{Phone, Unsent, use_phone};
use crate::route::Route;
use crate::words::{PhoneWords, ReportWords};

#[derive(PartialEq, Properties)]
pub struct SavedPageProps {
    pub saved: Saved,
}

/// Says where the report is and what comes next. Nobody has to wait here.
#[component]
pub fn SavedPage(props: &SavedPageProps) -> Html {
    let lang = use_lang();
    let desk = use_desk();
    let phone = use_phone();
    let saved = &props.saved;
    let anew = {
        let dispatcher = desk.dispatcher();
        Callback::from(move |()| dispatcher.dispatch(Act::Begin))
    };
    let unsent = phone.as_ref().and_then(|phone| phone.known.unsent.iter().find(|unsent| unsent.op == saved.op).cloned());
    let filed = phone.as_ref().and_then(|phone| phone.known.sent.iter().find(|sent| sent.op == saved.op)?.filed.clone());
    let stuck = unsent.as_ref().is_some_and(|unsent| unsent.stuck);
    let (title, mark, tone) = match (&filed, stuck) {
        (Some(_), _) => (lang.filed_title(), Icon::CheckCircle, "success"),
        (None, true) => (lang.stopped_title(), Icon::Alert, "danger"),
        (None, false) => (lang.saved_title(), Icon::Device, "brand"),
    };
    let dock = html! {
        <>
            if let Some(filed) = &filed {
                <Go to={Route::Case { id: filed.case }} class="button">{ lang.see_case() }</Go>
            } else {
                <Go to={Route::Outbox} class="button">{ lang.undelivered() }</Go>
            }
            <Button weight={Weight::Primary} onclick={anew}>{ lang.another() }</Button>
        </>
    };
    html! {
        <Page {title} {dock}>
            <div class="card centre filed" role="status">
                <span class={classes!("filed-mark", tone)}>{ mark.big() }</span>
                if let Some(filed) = &filed {
                    <p class="card-title strong digits">{ lang.filed_number(&filed.case_number) }</p>
                    <p class="soft">{ lang.filed_next() }</p>
                } else {
                    { on_its_way(lang, phone.as_ref(), unsent.as_ref()) }
                }
            </div>
            if let Some(phone) = &phone {
                { photos(lang, phone, saved) }
            }
            if let Some(filed) = &filed {
                { receipt(lang, filed) }
            }
        </Page>
    }
}

/// What the report waits for, or why it was not taken.
fn on_its_way(lang: Lang, phone: Option<&Phone>, unsent: Option<&Unsent>) -> Html {
    let why = unsent.filter(|unsent| unsent.stuck).and_then(|unsent| unsent.problem.as_ref());
    if let Some(problem) = why {
        let words = if problem.detail.is_empty() { problem.title.clone() } else { problem.detail.clone() };
        return html! { <><p>{ lang.why_not(&words) }</p><p><Go to={Route::Outbox} class="inline-target">{ lang.see_outbox() }</Go></p></> };
    }
    let trouble = phone.and_then(|phone| phone.known.trouble);
    html! { <><p class="card-title strong">{ trouble.map_or_else(|| lang.sending_now(), |trouble| trouble_in_words(lang, trouble)) }</p><p class="soft">{ lang.saved_next() }</p></> }
}

fn photos(lang: Lang, phone: &Phone, saved: &Saved) -> Html {
    let waiting = phone.known.files.iter().filter(|file| file.report == Some(saved.report)).count();
    if saved.photos == 0 {
        return Html::default();
    }
    let sent = saved.photos.saturating_sub(waiting);
    html! {
        <div class="card" role="status">
            <p class="with-icon">{ if waiting == 0 { Icon::Check.small() } else { Icon::Cloud.small() } }{ lang.photos_gone(sent, saved.photos) }</p>
            <progress class="progress" max={saved.photos.to_string()} value={sent.to_string()} aria-label={lang.photos_gone(sent, saved.photos)}></progress>
        </div>
    }
}

fn receipt(lang: Lang, filed: &FiledReport) -> Html {
    html! {
        <div class="card centre">
            <p class="soft">{ lang.filed_receipt() }</p>
            <p class="card-title digits strong">{ filed.receipt.grouped() }</p>
            <a href={filed.receipt_url.clone()}>{ lang.receipt_page() }</a>
        </div>
    }
}
