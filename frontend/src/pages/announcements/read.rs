//! One announcement on the phone.

use std::rc::Rc;

use shared::announcements::{Announcement, AnnouncementId};
use shared::lang::Lang;
use shared::session::Me;
use yew::prelude::*;

use super::answer::AnswerButton;
use super::list::{about, standing, use_announcements};
use super::material::Material;
use crate::api::Failure;
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::phone::{PhoneState, use_phone_state};
use crate::route::Route;
use crate::words::AnnouncementWords;

#[derive(PartialEq, Properties)]
pub struct ReadPageProps {
    pub me: Rc<Me>,
    pub id: AnnouncementId,
}

/// All of it, and what is to be answered.
#[component]
pub fn ReadPage(props: &ReadPageProps) -> Html {
    let lang = use_lang();
    let (phone, all) = (use_phone_state(), use_announcements(&props.me));
    let back = Route::Announcements;
    let all = match (&phone, all) {
        (PhoneState::Lost(again), _) => {
            return html! { <Page title={lang.announcements()} {back}>{ state::failed(lang, &Failure::Offline, again) }</Page> };
        }
        (PhoneState::Open(_), Some(all)) => all,
        _ => return html! { <Page title={lang.announcements()} {back}>{ state::bones(lang) }</Page> },
    };
    let Some(it) = all.into_iter().find(|it| it.announcement.id == props.id) else {
        let empty = state::empty(Icon::Bell, lang.not_here(), lang.no_announcements_text(), Html::default());
        return html! { <Page title={lang.announcements()} {back}><div class="card">{ empty }</div></Page> };
    };
    let dock = html! { <AnswerButton carried={it.clone()} /> };
    html! {
        <Page title={lang.announcements()} {back} {dock}>
            { whole(lang, &it.announcement, standing(lang, &it)) }
            if let Some(result) = &it.result {
                <div class="card"><h2 class="strong">{ lang.my_result() }</h2><p class="pre">{ result.as_str() }</p></div>
            }
        </Page>
    }
}

/// What it says.
pub fn whole(lang: Lang, it: &Announcement, standing: Html) -> Html {
    html! {
        <article class="card">
            <h2 class="card-title strong">{ it.title.as_str() }</h2>
            <small class="soft">{ about(lang, it) }</small>
            <span class="row">{ standing }</span>
            <p class="pre">{ it.text.as_str() }</p>
            if let Some(link) = &it.link {
                <a class="button small" href={link.to_string()} target="_blank" rel="noopener noreferrer">{ Icon::File.small() }{ lang.open_link() }</a>
            }
            if !it.files.is_empty() {
                <div class="row"><Material files={it.files.clone()} /></div>
            }
        </article>
    }
}
