//! The announcements for oneself, from the phone; all of them for the office.

use std::rc::Rc;

use shared::announcements::carried::{CarriedAnnouncement, announcements};
use shared::announcements::{Announcement, AnnouncementFilter, AnnouncementKind, list_announcements};
use shared::lang::Lang;
use shared::may;
use shared::page::MAX_LIMIT;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use super::publish::Publish;
use crate::api::{Failure, use_pages};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::chevron;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::phone::{PhoneState, use_phone_state, use_records};
use crate::route::Route;
use crate::words::{AnnouncementWords, day, day_and_time};

#[derive(PartialEq, Properties)]
pub struct AnnouncementsPageProps {
    pub me: Rc<Me>,
}

/// For the office all of them and the way to publish one; for a grid's people what is on the phone.
#[component]
pub fn AnnouncementsPage(props: &AnnouncementsPageProps) -> Html {
    if may::publish_announcements(&props.me.caller()) {
        html! { <OfOffice /> }
    } else {
        html! { <OnPhone me={props.me.clone()} /> }
    }
}

/// The announcements on the phone as they stand today; `None` while they are looked up.
#[hook]
pub fn use_announcements(me: &Me) -> Option<Vec<CarriedAnnouncement>> {
    let (known, answers) = (use_records("announcement/"), use_records("announcement_answer/"));
    Some(announcements(&known?, &answers?, &me.caller(), &Moment::now().day()))
}

/// How it stands for oneself, in a tag.
pub fn standing(lang: Lang, it: &CarriedAnnouncement) -> Html {
    let task = it.announcement.kind == AnnouncementKind::Publicity;
    html! {
        <>
            if it.result.is_some() {
                { tag(Tone::Success, Icon::Check, lang.announcement_done()) }
            } else if task {
                { tag(Tone::Warning, Icon::Clock, lang.announcement_open()) }
            } else if it.read {
                { tag(Tone::Success, Icon::Check, lang.announcement_read()) }
            }
            if !it.read && it.result.is_none() { { tag(Tone::Danger, Icon::Bell, lang.announcement_unread()) } }
            if it.unsent { { tag(Tone::Neutral, Icon::Device, lang.announcement_unsent()) } }
        </>
    }
}

/// Kind, day and who: what stands below a title.
pub fn about(lang: Lang, it: &Announcement) -> String {
    let published = lang.published_by(&day_and_time(lang, it.published_at, Moment::now()), &it.by.name);
    let due = it.due_on.as_ref().map(|due| format!(" · {}", lang.due_by(&day(lang, due)))).unwrap_or_default();
    format!("{} · {published}{due}", it.kind.label(lang))
}

fn row(lang: Lang, it: &Announcement, standing: Html) -> Html {
    html! {
        <li key={it.id.to_string()}>
            <Go to={Route::Announcement { id: it.id }} class="cell">
                <span class="cell-main">
                    <span class="strong">{ it.title.as_str() }</span>
                    <small class="soft">{ about(lang, it) }</small>
                    <span class="row">{ standing }</span>
                </span>
                { chevron() }
            </Go>
        </li>
    }
}

#[component]
fn OfOffice() -> Html {
    let lang = use_lang();
    let publishing = use_state(|| false);
    let list = use_pages((), |(), cursor| {
        list_announcements(&AnnouncementFilter { past: Some(true), cursor, limit: Some(MAX_LIMIT), ..AnnouncementFilter::default() })
    });
    let opener = |open: bool| {
        let publishing = publishing.setter();
        Callback::from(move |()| publishing.set(open))
    };
    let empty = html! { <div class="card">{ state::empty(Icon::Bell, lang.no_announcements(), lang.no_announcements_office(), Html::default()) }</div> };
    let dock = html! { <Button weight={Weight::Primary} icon={Icon::Plus} onclick={opener(true)}>{ lang.publish() }</Button> };
    html! {
        <Page title={lang.announcements()} {dock}>
            { state::paged(lang, &list, empty, |items| html! { <ul class="cells">{ for items.iter().map(|it| row(lang, it, Html::default())) }</ul> }) }
            if *publishing {
                <Publish close={opener(false)} />
            }
        </Page>
    }
}

#[component]
fn OnPhone(props: &AnnouncementsPageProps) -> Html {
    let lang = use_lang();
    let body = match (use_phone_state(), use_announcements(&props.me)) {
        (PhoneState::Lost(again), _) => state::failed(lang, &Failure::Offline, &again),
        (PhoneState::Open(_), Some(all)) if all.is_empty() => {
            html! { <div class="card">{ state::empty(Icon::Bell, lang.no_announcements(), lang.no_announcements_text(), Html::default()) }</div> }
        }
        (PhoneState::Open(_), Some(all)) => {
            html! { <ul class="cells">{ for all.iter().map(|it| row(lang, &it.announcement, standing(lang, it))) }</ul> }
        }
        _ => state::bones(lang),
    };
    html! { <Page title={lang.announcements()}>{ body }</Page> }
}
