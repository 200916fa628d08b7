//! Announcements: read and answered on the phone, published and followed from the office.

mod answer;
mod list;
mod material;
mod office;
mod publish;
mod read;
pub mod today;

use std::rc::Rc;

use shared::announcements::AnnouncementId;
use shared::may;
use shared::session::Me;
use yew::prelude::*;

pub use list::AnnouncementsPage;

#[derive(PartialEq, Properties)]
pub struct AnnouncementPageProps {
    pub me: Rc<Me>,
    pub id: AnnouncementId,
}

/// For a grid's people what is on the phone, for the office whom it has reached.
#[component]
pub fn AnnouncementPage(props: &AnnouncementPageProps) -> Html {
    let (me, id) = (props.me.clone(), props.id);
    if may::publish_announcements(&me.caller()) {
        html! { <office::ReachPage {id} /> }
    } else {
        html! { <read::ReadPage {me} {id} /> }
    }
}
