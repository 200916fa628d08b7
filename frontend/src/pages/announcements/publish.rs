//! The form by which the office publishes something.

use std::collections::BTreeSet;

use shared::announcements::{AnnouncementId, AnnouncementKind, NewAnnouncement, publish_announcement};
use shared::staffing::{AreaCode, Duty};
use shared::time::{Day, Moment};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::areas::Areas;
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::pick::{Chip, Segments, chips};
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::{AnnouncementWords, EmergencyWords};

/// So long something is shown unless another day is chosen.
const DAYS: i64 = 30;

#[derive(PartialEq, Properties)]
pub struct PublishProps {
    pub close: Callback<()>,
}

/// What, to whom, where, until when.
#[component]
pub fn Publish(props: &PublishProps) -> Html {
    let lang = use_lang();
    let (send, toast, navigator) = (use_send(), use_toast(), use_navigator());
    let id = use_memo((), |()| AnnouncementId::new());
    let kind = use_state(|| AnnouncementKind::Notice);
    let (title, text, link, due) = (use_state(String::new), use_state(String::new), use_state(String::new), use_state(String::new));
    let until = use_state(|| Moment::now().day().shifted(DAYS).to_string());
    let (areas, duties) = (use_state(BTreeSet::<String>::new), use_state(Vec::<Duty>::new));
    let submit = {
        let (send, id, kind) = (send.clone(), *id, *kind);
        let (title, text, link, due, until) = (title.clone(), text.clone(), link.clone(), due.clone(), until.clone());
        let (areas, duties) = (areas.clone(), (*duties).clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (title, text) = (check.read("/title", &title), check.read("/text", &text));
            let link = check.read_optional("/link", &link);
            let due_on: Option<Day> = if kind == AnnouncementKind::Publicity { check.read_optional("/due_on", &due) } else { None };
            let until = check.read("/until", &until);
            check.must("/areas", !areas.is_empty(), lang.choose_areas());
            let areas: Vec<AreaCode> = areas.iter().filter_map(|code| code.parse().ok()).collect();
            let (Some(title), Some(text), Some(until), true) = (title, text, until, check.is_fine()) else {
                return send.fail(check.failure());
            };
            let duties = if kind == AnnouncementKind::News { Vec::new() } else { duties.clone() };
            let (toast, navigator) = (toast.clone(), navigator.clone());
            let new = NewAnnouncement { id, kind, title, text, link, areas, duties, due_on, until };
            send.run(publish_announcement(&new), move |published| {
                toast.say(lang.published());
                if let Some(navigator) = navigator {
                    navigator.push(&Route::Announcement { id: published.id });
                }
            });
        })
    };
    let kinds: Vec<AttrValue> = AnnouncementKind::ALL.iter().map(|it| it.label(lang).into()).collect();
    let duty_chips = Duty::ALL.iter().filter(|duty| duty.is_of_grid()).map(|duty| {
        let (on, duties) = (duties.contains(duty), duties.clone());
        let press = Callback::from(move |()| {
            let mut chosen = (*duties).clone();
            if on {
                chosen.retain(|it| it != duty)
            } else {
                chosen.push(*duty)
            }
            duties.set(chosen);
        });
        Chip { words: duty.label(lang).into(), on, press }
    });
    let duty_chips: Vec<Chip> = duty_chips.collect();
    html! {
        <FormSheet title={lang.publish()} send={send.clone()} {submit} close={props.close.clone()} save={lang.publish()} tall=true>
            <Segments
                label={lang.publish_kind()} choices={kinds} chosen={AnnouncementKind::ALL.iter().position(|it| *it == *kind).unwrap_or_default()}
                choose={let kind = kind.setter(); move |i: usize| if let Some(it) = AnnouncementKind::ALL.get(i) { kind.set(*it) }}
            />
            <Field label={lang.publish_title()} most={60} value={(*title).clone()} set={setter(&title)} error={send.field("/title")} />
            <Field label={lang.publish_text()} lines=true most={4000} value={(*text).clone()} set={setter(&text)} error={send.field("/text")} />
            <Field label={lang.publish_link()} hint={lang.publish_link_hint()} optional=true most={300} value={(*link).clone()} set={setter(&link)} error={send.field("/link")} />
            <Areas label={lang.publish_areas()} chosen={(*areas).clone()} set={let areas = areas.setter(); move |chosen| areas.set(chosen)} error={send.field("/areas")} />
            if *kind != AnnouncementKind::News {
                <div class="field">
                    <span class="label">{ lang.publish_duties() }</span>
                    <p class="hint">{ lang.publish_duties_hint() }</p>
                    <div class="wraps">{ chips(lang.publish_duties(), duty_chips) }</div>
                    if let Some(wrong) = send.field("/duties") {
                        <p class="error" role="alert">{ Icon::Alert.small() }<span>{ wrong }</span></p>
                    }
                </div>
            }
            if *kind == AnnouncementKind::Publicity {
                <Field label={lang.publish_due()} optional=true takes={Takes::Day} value={(*due).clone()} set={setter(&due)} error={send.field("/due_on")} />
            }
            <Field label={lang.publish_until()} takes={Takes::Day} value={(*until).clone()} set={setter(&until)} error={send.field("/until")} />
        </FormSheet>
    }
}
