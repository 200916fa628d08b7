//! A report that was filed, and its photos on their way.

use shared::photos;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::draft::{Act, Filed, use_desk};
use crate::api::use_api;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::photo::{Shot, upload};
use crate::route::Route;
use crate::words::ReportWords;

#[derive(PartialEq, Properties)]
pub struct FiledPageProps {
    pub filed: Filed,
}

/// Says that it worked and what comes next.
#[component]
pub fn FiledPage(props: &FiledPageProps) -> Html {
    let lang = use_lang();
    let api = use_api();
    let desk = use_desk();
    let Filed { report, shots, photos, sending, failure } = &props.filed;
    let send = {
        let (dispatcher, shots, id) = (desk.dispatcher(), shots.clone(), report.id);
        Callback::from(move |()| {
            dispatcher.dispatch(Act::Sending);
            let (api, dispatcher, shots) = (api.clone(), dispatcher.clone(), shots.clone());
            spawn_local(async move {
                let arrived = dispatcher.clone();
                let address = |shot: &Shot, bytes| photos::add_report_photo(id, shot.keep, shot.content_type, bytes);
                let outcome = upload::send_all(&api, &shots, address, move |shot, outcome| {
                    if outcome.is_ok() {
                        arrived.dispatch(Act::PhotoArrived(shot));
                    }
                });
                dispatcher.dispatch(Act::Sent(outcome.await.err()));
            });
        })
    };
    {
        let (send, due) = (send.clone(), !shots.is_empty() && !sending && failure.is_none());
        use_effect_with((), move |()| {
            if due {
                send.emit(());
            }
        });
    }
    let anew = {
        let dispatcher = desk.dispatcher();
        Callback::from(move |()| dispatcher.dispatch(Act::Clear))
    };
    let dock = html! {
        <>
            <Go to={Route::Case { id: report.case }} class="button">{ lang.see_case() }</Go>
            <Button weight={Weight::Primary} disabled={*sending} onclick={anew}>{ lang.another() }</Button>
        </>
    };
    let sent = photos.saturating_sub(shots.len());
    html! {
        <Page title={lang.filed_title()} {dock}>
            <div class="card centre filed">
                <span class="filed-mark">{ Icon::CheckCircle.big() }</span>
                <p class="card-title strong digits">{ lang.filed_number(&report.case_number) }</p>
                <p class="soft">{ lang.filed_next() }</p>
            </div>
            if *photos > 0 {
                <div class="card" role="status">
                    <p class="with-icon">
                        if *sending { <span class="spinner" aria-hidden="true"></span> } else if shots.is_empty() { { Icon::Check.small() } } else { { Icon::Alert.small() } }
                        { lang.photos_sent(sent, *photos) }
                    </p>
                    <progress class="progress" max={photos.to_string()} value={sent.to_string()} aria-label={lang.photos_sent(sent, *photos)}></progress>
                    if *sending {
                        <p class="note">{ lang.keep_open() }</p>
                    }
                </div>
                <Complaint failure={failure.clone()} />
                if !shots.is_empty() && !sending {
                    <div class="card"><p>{ lang.photos_left(shots.len()) }</p><Button icon={Icon::Refresh} onclick={send}>{ lang.send_again() }</Button></div>
                }
            }
            <div class="card centre">
                <p class="soft">{ lang.filed_receipt() }</p>
                <p class="card-title digits strong">{ report.receipt.grouped() }</p>
                <a href={report.receipt_url.clone()}>{ lang.receipt_page() }</a>
            </div>
        </Page>
    }
}
