//! The form by which the office opens an emergency.

use std::collections::BTreeSet;

use shared::emergencies::{EmergencyId, EmergencyKind, NewEmergency, ShelterName, open_emergency};
use shared::staffing::AreaCode;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::areas::Areas;
use crate::parts::field::{Field, Select};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::EmergencyWords;

#[derive(PartialEq, Properties)]
pub struct OpenEmergencyProps {
    pub close: Callback<()>,
}

/// What threatens, where, where people are brought, and what residents read.
#[component]
pub fn OpenEmergency(props: &OpenEmergencyProps) -> Html {
    let lang = use_lang();
    let (send, toast, navigator) = (use_send(), use_toast(), use_navigator());
    let id = use_memo((), |()| EmergencyId::new());
    let (title, shelters, public) = (use_state(String::new), use_state(String::new), use_state(String::new));
    let kind = use_state(|| EmergencyKind::Flood);
    let areas = use_state(BTreeSet::<String>::new);
    let submit = {
        let (send, id, kind) = (send.clone(), *id, *kind);
        let (title, shelters, public, areas) = (title.clone(), shelters.clone(), public.clone(), areas.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (title, public) = (check.read("/title", &title), check.read_optional("/public", &public));
            check.must("/areas", !areas.is_empty(), lang.choose_areas());
            let shelters: Vec<ShelterName> =
                shelters.lines().filter(|line| !line.trim().is_empty()).filter_map(|line| check.read("/shelters", line)).collect();
            let areas: Vec<AreaCode> = areas.iter().filter_map(|code| code.parse().ok()).collect();
            let (Some(title), true) = (title, check.is_fine()) else { return send.fail(check.failure()) };
            let (toast, navigator) = (toast.clone(), navigator.clone());
            send.run(open_emergency(&NewEmergency { id, kind, title, areas, shelters, public }), move |opened| {
                toast.say(lang.emergency_opened());
                if let Some(navigator) = navigator {
                    navigator.push(&Route::Emergency { id: opened.id });
                }
            });
        })
    };
    let kinds: Vec<(AttrValue, AttrValue)> = EmergencyKind::ALL.iter().map(|it| (it.as_str().into(), it.label(lang).into())).collect();
    html! {
        <FormSheet title={lang.open_emergency()} send={send.clone()} {submit} close={props.close.clone()} save={lang.open_emergency()} tall=true>
            <Select
                label={lang.emergency_kind()} choices={kinds} value={kind.as_str()}
                set={let kind = kind.setter(); move |text: String| if let Ok(chosen) = text.parse() { kind.set(chosen) }}
            />
            <Field
                label={lang.emergency_title()} hint={lang.emergency_title_hint()} most={60} value={(*title).clone()} set={setter(&title)}
                error={send.field("/title")}
            />
            <Areas
                label={lang.emergency_areas()} chosen={(*areas).clone()} set={let areas = areas.setter(); move |chosen| areas.set(chosen)}
                error={send.field("/areas")}
            />
            <Field
                label={lang.emergency_shelters()} hint={lang.emergency_shelters_hint()} optional=true lines=true value={(*shelters).clone()}
                set={setter(&shelters)} error={send.field("/shelters")}
            />
            <Field
                label={lang.emergency_public()} hint={lang.emergency_public_hint()} optional=true most={200} value={(*public).clone()}
                set={setter(&public)} error={send.field("/public")}
            />
        </FormSheet>
    }
}
