//! The rosters on the phone: those of one's grids, villages and the sub-district.

use std::rc::Rc;

use shared::roster::carried::rosters;
use shared::roster::week_of;
use shared::session::Me;
use shared::time::Moment;
use yew::prelude::*;

use super::week::{days, weeks};
use crate::api::Failure;
use crate::look::use_lang;
use crate::parts::cell::Group;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::phone::{PhoneState, use_phone_state, use_records};
use crate::words::RosterWords;

#[derive(PartialEq, Properties)]
pub struct OnPhoneProps {
    pub me: Rc<Me>,
}

/// This week, the one before and those to come, as far as the phone has them.
#[component]
pub fn OnPhone(_: &OnPhoneProps) -> Html {
    let lang = use_lang();
    let (phone, known) = (use_phone_state(), use_records("roster/"));
    let today = Moment::now().day();
    let week = use_state(|| week_of(&today));
    let set = Callback::from({
        let week = week.setter();
        move |chosen| week.set(chosen)
    });
    let body = match (&phone, known) {
        (PhoneState::Lost(again), _) => state::failed(lang, &Failure::Offline, again),
        (PhoneState::Open(_), Some(known)) => {
            let of_week: Vec<_> = rosters(&known).into_iter().filter(|it| it.week == *week && !it.entries.is_empty()).collect();
            html! {
                <>
                    { weeks(lang, &week, &set) }
                    if of_week.is_empty() {
                        <div class="card">{ state::empty(Icon::Clock, lang.no_roster(), lang.no_roster_text(), Html::default()) }</div>
                    }
                    for it in of_week {
                        <Group key={it.area.to_string()} title={it.area_name.clone()}>{ days(lang, &it.week, &it.entries, &today, None) }</Group>
                    }
                </>
            }
        }
        _ => state::bones(lang),
    };
    html! { <Page title={lang.rosters()} wide=true>{ body }</Page> }
}
