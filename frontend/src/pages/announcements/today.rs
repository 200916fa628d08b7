//! What My day shows of announcements: what is not read, and tasks that are not done.

use std::rc::Rc;

use shared::announcements::carried::CarriedAnnouncement;
use shared::lang::Lang;
use shared::session::Me;
use yew::prelude::*;

use super::answer::AnswerButton;
use super::list::{standing, use_announcements};
use crate::look::use_lang;
use crate::parts::icon::Icon;
use crate::parts::link::Go;
use crate::route::Route;
use crate::words::AnnouncementWords;

/// As many are shown; the page has all.
const SHOWN: usize = 2;

#[derive(PartialEq, Properties)]
pub struct ToReadProps {
    pub me: Rc<Me>,
}

/// What is to be read or done; nothing when there is nothing.
#[component]
pub fn ToRead(props: &ToReadProps) -> Html {
    let lang = use_lang();
    let open: Vec<CarriedAnnouncement> =
        use_announcements(&props.me).unwrap_or_default().into_iter().filter(CarriedAnnouncement::is_open).collect();
    if open.is_empty() {
        return Html::default();
    }
    let more = open.len().saturating_sub(SHOWN);
    let rest = if more > 0 { lang.more_announcements(more) } else { lang.announcements() };
    html! {
        <section class="card" aria-labelledby="to-read">
            <div class="row-apart"><h2 id="to-read" class="with-icon strong">{ Icon::Bell.small() }{ lang.to_read() }</h2><Go to={Route::Announcements} class="inline-target">{ rest }</Go></div>
            <ul class="stack">{ for open.iter().take(SHOWN).map(|it| row(lang, it)) }</ul>
        </section>
    }
}

fn row(lang: Lang, it: &CarriedAnnouncement) -> Html {
    html! {
        <li key={it.announcement.id.to_string()} class="stack-tight">
            <div class="row-apart">
                <Go to={Route::Announcement { id: it.announcement.id }} class="inline-target">{ it.announcement.title.as_str() }</Go>
                <span class="row">{ standing(lang, it) }</span>
            </div>
            <AnswerButton carried={it.clone()} small=true />
        </li>
    }
}
