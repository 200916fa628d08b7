//! Whom an announcement has reached, for the office.

use std::rc::Rc;

use shared::announcements::{
    Announcement, AnnouncementId, AnnouncementKind, AnnouncementPatch, Reach, change_announcement, find_announcement, find_reach,
};
use shared::lang::Lang;
use shared::time::Moment;
use yew::prelude::*;

use super::read::whole;
use crate::api::{Loaded, use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::Group;
use crate::parts::form::Complaint;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::{AnnouncementWords, day_and_time};

#[derive(PartialEq, Properties)]
pub struct ReachPageProps {
    pub id: AnnouncementId,
}

/// What it says, who has read it, and what came of it.
#[component]
pub fn ReachPage(props: &ReachPageProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let (found, reach) = (use_call(Some(find_announcement(props.id))), use_call(Some(find_reach(props.id))));
    let Loaded::Ready(it) = &found.state else {
        return html! { <Page title={lang.announcements()} back={Route::Announcements}>{ state::loaded(lang, &found, |_| Html::default()) }</Page> };
    };
    let today = Moment::now().day();
    let take_back = {
        let (send, again, it, today) = (send.clone(), found.again.clone(), it.clone(), today.clone());
        Callback::from(move |()| {
            let (toast, again) = (toast.clone(), again.clone());
            let patch = AnnouncementPatch { until: Some(today.shifted(-1)) };
            send.run(change_announcement(it.id, &patch, it.version), move |_| {
                toast.say(lang.taken_back());
                again.emit(());
            });
        })
    };
    html! {
        <Page title={lang.announcements()} back={Route::Announcements}>
            <Complaint failure={send.failure().cloned()} />
            { whole(lang, it, Html::default()) }
            if it.until >= today {
                <div class="row"><Button small=true weight={Weight::Danger} busy={send.busy()} onclick={take_back}>{ lang.take_back() }</Button></div>
            } else {
                <p class="note">{ lang.not_shown() }</p>
            }
            if it.kind == AnnouncementKind::News {
                <p class="note">{ lang.for_residents() }</p>
            } else {
                <Group title={lang.reach()}>{ state::loaded(lang, &reach, |reach| answers(lang, it, reach)) }</Group>
            }
        </Page>
    }
}

fn answers(lang: Lang, it: &Rc<Announcement>, reach: &Reach) -> Html {
    let names: Vec<&str> = reach.silent.iter().map(|person| person.name.as_str()).collect();
    let now = Moment::now();
    html! {
        <>
            <div class="card">
                <p class="strong digits">{ lang.reach_counts(reach.people, reach.read, reach.done) }</p>
                if !names.is_empty() {
                    <p class="soft">{ lang.reach_silent(&names.join("、")) }</p>
                }
            </div>
            if it.kind == AnnouncementKind::Publicity {
                <ul class="cells">
                    for answer in reach.answers.iter().filter(|answer| answer.result.is_some()) {
                        <li key={answer.person.id.to_string()}>
                            <div class="cell">
                                <span class="cell-main">
                                    <span class="strong">{ answer.person.name.as_str() }</span>
                                    <small class="soft">{ day_and_time(lang, answer.read_at, now) }</small>
                                    if let Some(result) = &answer.result { <span class="pre">{ result.as_str() }</span> }
                                </span>
                            </div>
                        </li>
                    }
                </ul>
            }
        </>
    }
}
