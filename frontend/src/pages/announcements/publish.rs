//! The form by which the office publishes something.

use std::collections::BTreeSet;

use shared::announcements::{AnnouncementId, AnnouncementKind, NewAnnouncement, publish_announcement};
use shared::staffing::{AreaCode, Duty};
use shared::time::{Day, Moment};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::material::{Chosen, PickMaterial, send_all};
use crate::api::{Failure, use_api, use_send};
use crate::look::use_lang;
use crate::parts::areas::Areas;
use crate::parts::entered::{Entered, Texts, use_entered};
use crate::parts::field::{Field, Takes};
use crate::parts::form::Check;
use crate::parts::form_sheet::FormSheet;
use crate::parts::pick::{Chip, Segments, several};
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
    let last = || Moment::now().day().shifted(DAYS).to_string();
    let entered = use_entered(lang, || Texts::of([("/until", last())]), send.failure().cloned());
    let (areas, duties) = (use_state(BTreeSet::<String>::new), use_state(Vec::<Duty>::new));
    let (api, files, sending) = (use_api(), use_state(Vec::<Chosen>::new), use_state(|| false));
    let submit = {
        let (api, files, sending) = (api.clone(), (*files).clone(), sending.clone());
        let (send, id, kind, entered) = (send.clone(), *id, *kind, entered.clone());
        let (areas, duties) = ((*areas).clone(), (*duties).clone());
        Callback::from(move |()| {
            if *sending {
                return;
            }
            let new = match read(&entered, kind, &areas, &duties) {
                Ok(new) => NewAnnouncement { id, ..new },
                Err(why) => return send.fail(Some(why)),
            };
            let (send, toast, navigator, api) = (send.clone(), toast.clone(), navigator.clone(), api.clone());
            let (files, sending) = (files.clone(), sending.setter());
            spawn_local(async move {
                sending.set(true);
                let sent = send_all(&api, id, &files).await;
                sending.set(false);
                let new = match sent {
                    Ok(files) => NewAnnouncement { files, ..new },
                    Err(why) => return send.fail(Some(why)),
                };
                send.run(publish_announcement(&new), move |published| {
                    toast.say(lang.published());
                    if let Some(navigator) = navigator {
                        navigator.push(&Route::Announcement { id: published.id });
                    }
                });
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
            { entered.line(lang.publish_title(), "/title", Takes::Text) }
            { entered.lines(lang.publish_text(), "/text", 4000) }
            <Field
                label={lang.publish_link()} hint={lang.publish_link_hint()} optional=true value={entered.get("/link").to_owned()} set={entered.set("/link")}
                error={entered.error("/link")}
            />
            <PickMaterial chosen={(*files).clone()} set={let files = files.setter(); move |chosen| files.set(chosen)} />
            if *sending { <p class="hint" role="status">{ lang.sending_material() }</p> }
            <Areas label={lang.publish_areas()} chosen={(*areas).clone()} set={let areas = areas.setter(); move |chosen| areas.set(chosen)} error={send.field("/areas")} />
            if *kind != AnnouncementKind::News {
                { several(lang.publish_duties(), Some(lang.publish_duties_hint()), duty_chips, send.field("/duties")) }
            }
            if *kind == AnnouncementKind::Publicity {
                { entered.optional(lang.publish_due(), "/due_on", Takes::Day) }
            }
            { entered.line(lang.publish_until(), "/until", Takes::Day) }
        </FormSheet>
    }
}

/// The form as an announcement, or everything that is wrong with it.
fn read(entered: &Entered, kind: AnnouncementKind, areas: &BTreeSet<String>, duties: &[Duty]) -> Result<NewAnnouncement, Failure> {
    let mut check = Check::new(entered.lang);
    let (title, text) = (entered.read(&mut check, "/title"), entered.read(&mut check, "/text"));
    let link = entered.read_optional(&mut check, "/link");
    let due_on: Option<Day> = if kind == AnnouncementKind::Publicity { entered.read_optional(&mut check, "/due_on") } else { None };
    let until = entered.read(&mut check, "/until");
    check.must("/areas", !areas.is_empty(), entered.lang.choose_areas());
    let (Some(title), Some(text), Some(until), true) = (title, text, until, check.is_fine()) else {
        return Err(check.failure().unwrap_or(Failure::Invalid([].into())));
    };
    let areas: Vec<AreaCode> = areas.iter().filter_map(|code| code.parse().ok()).collect();
    let duties = if kind == AnnouncementKind::News { Vec::new() } else { duties.to_vec() };
    Ok(NewAnnouncement { id: AnnouncementId::new(), kind, title, text, link, files: Vec::new(), areas, duties, due_on, until })
}
