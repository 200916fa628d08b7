//! The tools above the inbox's list: queues with their counts, search, the reader's own filters, export.

use shared::cases::filters::{self, FilterName, FilterQuery, NewFilter, SavedFilter};
use shared::cases::papers::export_path;
use shared::cases::queue::CaseCounts;
use shared::cases::{CaseFilter, Queue};
use shared::imports::TableFormat;
use shared::page::Page as Stretch;
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::desk::{from_query, of_queue};
use crate::api::{Failure, use_api, use_send};
use crate::device;
use crate::look::use_lang;
use crate::parts::button::{Button, IconButton};
use crate::parts::field::Field;
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::pick::{Chip, chips};
use crate::parts::sheet::Sheet;
use crate::parts::toast::use_toast;
use crate::words::{InboxWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct QueuesProps {
    pub filter: CaseFilter,
    /// Unknown until they are counted.
    pub counts: Option<CaseCounts>,
    pub saved: Option<Stretch<SavedFilter>>,
    pub choose: Callback<CaseFilter>,
    /// Told when a saved filter was forgotten.
    pub forgotten: Callback<()>,
}

/// The queues, and the reader's own filters under them.
#[component]
pub fn Queues(props: &QueuesProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let words = |name: &str, n: Option<i64>| n.map_or_else(|| name.to_owned(), |n| lang.queue_count(name, n));
    let chip = |queue: Option<Queue>| {
        let name = queue.map_or_else(|| lang.every_open(), |queue| queue.label(lang).to_owned());
        let count = props.counts.as_ref().map(|counts| queue.map_or(counts.open, |queue| counts.of(queue)));
        let on = props.filter.queue == queue && (queue.is_some() || props.filter.open == Some(true));
        // What is searched for stays when one turns to another queue.
        let to = CaseFilter { q: props.filter.q.clone(), category: props.filter.category.clone(), ..of_queue(queue) };
        Chip { words: words(&name, count).into(), on, press: props.choose.reform(move |()| to.clone()) }
    };
    let all: Vec<Chip> = Queue::ALL.iter().copied().map(Some).chain([None]).map(chip).collect();
    let current = FilterQuery::of(&props.filter);
    let own = |saved: &SavedFilter| {
        let (to, id) = (from_query(saved.filter.as_str()), saved.id);
        let forget = {
            let (send, forgotten) = (send.clone(), props.forgotten.clone());
            Callback::from(move |()| {
                let forgotten = forgotten.clone();
                send.run(filters::forget_filter(id), move |()| forgotten.emit(()));
            })
        };
        let on = current.as_ref() == Some(&saved.filter);
        html! {
            <li key={saved.id.to_string()} class="saved">
                <button type="button" class="chip" aria-pressed={if on { "true" } else { "false" }} onclick={props.choose.reform(move |_| to.clone())}>{ Icon::Save.small() }{ saved.name.as_str() }</button>
                if on {
                    <IconButton icon={Icon::Close} label={lang.forget_filter(&saved.name)} onclick={forget} />
                }
            </li>
        }
    };
    let saved = props.saved.as_ref().map(|page| page.items.as_slice()).unwrap_or_default();
    html! {
        <>
            { chips(lang.queues(), all) }
            if !saved.is_empty() {
                <ul class="row" aria-label={lang.saved_filters()}>{ for saved.iter().map(own) }</ul>
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
pub struct SaveSheetProps {
    pub filter: CaseFilter,
    pub close: Callback<()>,
    pub saved: Callback<()>,
}

/// Gives the filter a name.
#[component]
pub fn SaveSheet(props: &SaveSheetProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let name = use_state(String::new);
    let submit = {
        let (send, name, filter, saved, close) =
            (send.clone(), name.clone(), props.filter.clone(), props.saved.clone(), props.close.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let named = check.read::<FilterName>("/name", &name);
            let query = FilterQuery::of(&filter);
            check.must("", query.is_some(), lang.filter_is_all());
            let (Some(name), Some(filter)) = (named, query) else { return send.fail(check.failure()) };
            let (saved, close, toast) = (saved.clone(), close.clone(), toast.clone());
            send.run(filters::save_filter(&NewFilter { name, filter }), move |_| {
                toast.say(lang.filter_saved());
                saved.emit(());
                close.emit(());
            });
        })
    };
    html! {
        <FormSheet title={lang.save_filter()} send={send.clone()} {submit} close={props.close.clone()}>
            <Field label={lang.filter_name()} hint={lang.filter_name_hint()} value={(*name).clone()} set={setter(&name)} error={send.field("/name")} />
        </FormSheet>
    }
}

#[derive(PartialEq, Properties)]
pub struct ExportSheetProps {
    pub filter: CaseFilter,
    pub close: Callback<()>,
}

/// All cases of the filter as a file.
#[component]
pub fn ExportSheet(props: &ExportSheetProps) -> Html {
    let lang = use_lang();
    let api = use_api();
    let busy = use_state(|| None::<TableFormat>);
    let failure = use_state(|| None::<Failure>);
    let fetch = |format: TableFormat| {
        let (api, busy, failure, close) = (api.clone(), busy.setter(), failure.setter(), props.close.clone());
        let (path, name) = (export_path(format, &props.filter), format!("cases-{}.{format}", Moment::now().day()));
        Callback::from(move |()| {
            busy.set(Some(format));
            failure.set(None);
            let (api, busy, failure, close, path, name) =
                (api.clone(), busy.clone(), failure.clone(), close.clone(), path.clone(), name.clone());
            spawn_local(async move {
                match api.fetch_file(&path).await {
                    Ok(bytes) => {
                        // A device that keeps no files says so itself.
                        let _ = device::save(&name, &bytes);
                        close.emit(());
                    }
                    Err(why) => failure.set(Some(why)),
                }
                busy.set(None);
            });
        })
    };
    html! {
        <Sheet title={lang.export()} close={props.close.clone()}>
            <Complaint failure={(*failure).clone()} />
            <div class="card">
                <p>{ lang.export_what() }</p>
                for format in TableFormat::ALL.iter().copied() {
                    <Button key={format.as_str()} icon={Icon::Download} busy={*busy == Some(format)} onclick={fetch(format)}>{ format.label(lang) }</Button>
                }
                <p class="note" role="status">if busy.is_some() { { lang.exporting() } }</p>
            </div>
            <Button onclick={props.close.clone()}>{ lang.close() }</Button>
        </Sheet>
    }
}
