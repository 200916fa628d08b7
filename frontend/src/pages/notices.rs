//! One's own notices: what is new on top, each leading to its case.

use shared::lang::Lang;
use shared::notices::{self, Notice, NoticeFilter, NoticeKind, NoticesRead};
use shared::time::Moment;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::api::{use_api, use_pages, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::pick::Segments;
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::unread::use_unread;
use crate::words::{NoticeWords, ShellWords, ago};

/// The inbox of notices.
#[component]
pub fn NoticesPage() -> Html {
    let lang = use_lang();
    let toast = use_toast();
    let send = use_send();
    let api = use_api();
    let unread = use_unread();
    let pile = use_state(|| 0_usize);
    let filter = NoticeFilter { unread: (*pile == 0).then_some(true), limit: Some(50), ..NoticeFilter::default() };
    let list = use_pages(filter, |filter, cursor| notices::list_notices(&NoticeFilter { cursor, ..filter.clone() }));
    let newest = list.state.value().and_then(|items| items.iter().map(|notice| notice.at).max());
    let read_all = {
        let (send, again, unread) = (send.clone(), list.again.clone(), unread.clone());
        Callback::from(move |()| {
            let (toast, again, unread) = (toast.clone(), again.clone(), unread.clone());
            let which = NoticesRead { ids: Vec::new(), up_to: newest };
            send.run(notices::read_notices(&which), move |left| {
                toast.say(lang.notices_all_read());
                if let Some(unread) = unread {
                    unread.set.emit(left.count);
                }
                again.emit(());
            });
        })
    };
    let open = {
        let set = unread.as_ref().map(|unread| unread.set.clone());
        Callback::from(move |notice: Notice| {
            if notice.read_at.is_some() {
                return;
            }
            let (api, set) = (api.clone(), set.clone());
            spawn_local(async move {
                // A notice that could not be marked stays unread, which is no harm.
                if let (Ok(left), Some(set)) =
                    (api.run(&notices::read_notices(&NoticesRead { ids: vec![notice.id], up_to: None })).await, set)
                {
                    set.emit(left.count);
                }
            });
        })
    };
    let some_unread = unread.as_ref().is_some_and(|unread| unread.count > 0) && newest.is_some();
    let action = html! {
        if some_unread {
            <Button weight={Weight::Text} small=true busy={send.busy()} onclick={read_all}>{ lang.notices_read_all() }</Button>
        }
    };
    let title = if *pile == 0 { lang.notices_none_unread() } else { lang.notices_none() };
    let empty = state::empty(Icon::Bell, title, lang.notices_none_text(), Html::default());
    let now = Moment::now();
    html! {
        <Page title={lang.notices()} {action} bell=false>
            <Segments
                label={lang.notices()} bare=true choices={vec![lang.notices_pile_unread().into(), lang.all().into()]} chosen={*pile}
                choose={let pile = pile.setter(); move |i| pile.set(i)}
            />
            <Complaint failure={send.failure().cloned()} />
            { state::paged(lang, &list, empty, |items| html! {
                <ul class="cells">{ for items.iter().map(|notice| row(lang, notice, now, &open)) }</ul>
            }) }
        </Page>
    }
}

fn row(lang: Lang, notice: &Notice, now: Moment, open: &Callback<Notice>) -> Html {
    let to = notice.case.as_ref().map_or(Route::Home, |case| Route::Case { id: case.id });
    let is_new = notice.read_at.is_none();
    let class = classes!("cell", "notice-row", is_new.then_some("new"));
    let onclick = {
        let (open, notice) = (open.clone(), notice.clone());
        Callback::from(move |_: MouseEvent| open.emit(notice.clone()))
    };
    html! {
        <li key={notice.id.to_string()} {onclick}>
            <Go {to} {class}>
                <span class={classes!("cell-icon", tone(notice.kind))}>{ icon(notice.kind).draw() }</span>
                <span class="cell-main">
                    <span class="notice-head">
                        <span class={is_new.then_some("strong")}>{ notice.kind.label(lang) }</span>
                        <small class="soft nowrap">{ ago(lang, notice.at, now) }</small>
                    </span>
                    if let Some(case) = &notice.case {
                        <span class="soft">{ case.matter(lang) }</span>
                        <small class="soft digits">{ format!("{} · {}", case.number.as_str(), case.status.label(lang)) }</small>
                    }
                    if let Some(digest) = notice.digest {
                        <span class="soft">{ digest.in_words(lang) }</span>
                    }
                </span>
                if is_new {
                    <span class="dot" role="img" aria-label={lang.notice_new()}></span>
                }
            </Go>
        </li>
    }
}

const fn icon(kind: NoticeKind) -> Icon {
    match kind {
        NoticeKind::New | NoticeKind::Dispatched | NoticeKind::Assigned | NoticeKind::Escalated | NoticeKind::PartAsked => Icon::Inbox,
        NoticeKind::Overdue | NoticeKind::Reminded | NoticeKind::YellowCard | NoticeKind::RedCard => Icon::Alert,
        NoticeKind::Closed | NoticeKind::Granted | NoticeKind::AppealUpheld | NoticeKind::PartDone | NoticeKind::Lifted => {
            Icon::CheckCircle
        }
        NoticeKind::Declined | NoticeKind::Refused | NoticeKind::AppealRefused => Icon::CloseCircle,
        NoticeKind::Returned | NoticeKind::Reopened | NoticeKind::Rework | NoticeKind::Resumed => Icon::Refresh,
        NoticeKind::Digest => Icon::Day,
        _ => Icon::Cases,
    }
}

const fn tone(kind: NoticeKind) -> Option<&'static str> {
    match kind {
        NoticeKind::Overdue | NoticeKind::RedCard => Some("danger-ink"),
        NoticeKind::YellowCard | NoticeKind::Reminded | NoticeKind::Returned | NoticeKind::Reopened | NoticeKind::Rework => {
            Some("warning-ink")
        }
        _ => None,
    }
}
