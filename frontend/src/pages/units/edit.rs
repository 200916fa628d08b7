//! The form of a unit.

use shared::categories::Platform;
use shared::time::Moment;
use shared::units::{self, NewUnit, Unit, UnitLevel, UnitPatch};
use yew::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::{Field, Select, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::pick::Segments;
use crate::parts::toast::use_toast;
use crate::words::{RoutingWords, ShellWords};

/// The levels that have units.
const LEVELS: [UnitLevel; 2] = [UnitLevel::SubDistrict, UnitLevel::County];

#[derive(PartialEq, Properties)]
pub struct EditUnitProps {
    /// The one to change; a new one without it.
    pub unit: Option<Unit>,
    pub close: Callback<()>,
    pub done: Callback<()>,
    pub again: Callback<()>,
}

/// Adds a unit, changes it, closes it or opens it again.
#[component]
pub fn EditUnit(props: &EditUnitProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let known = props.unit.clone();
    let name = use_state(|| known.as_ref().map(|unit| unit.name.to_string()).unwrap_or_default());
    let phone = use_state(|| known.as_ref().and_then(|unit| unit.phone.as_ref().map(ToString::to_string)).unwrap_or_default());
    let platform = use_state(|| known.as_ref().and_then(|unit| unit.platform).map(|p| p.to_string()).unwrap_or_default());
    let level = use_state(|| 0_usize);
    let saved = {
        let done = props.done.clone();
        Callback::from(move |()| {
            toast.say(lang.saved());
            done.emit(());
        })
    };
    let submit = {
        let (send, known, name, phone, platform, level, saved) =
            (send.clone(), known.clone(), name.clone(), phone.clone(), platform.clone(), *level, saved.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (name, phone) = (check.read("/name", &name), check.read_optional("/phone", &phone));
            let platform: Option<Platform> = platform.parse().ok();
            let (Some(name), true) = (name, check.is_fine()) else { return send.fail(check.failure()) };
            let saved = saved.clone();
            let call = match &known {
                None => {
                    units::add_unit(&NewUnit { name, level: LEVELS.get(level).copied().unwrap_or(UnitLevel::SubDistrict), platform, phone })
                }
                Some(unit) => {
                    let patch = UnitPatch { name: Some(name), platform: Some(platform), phone: Some(phone), closed_on: None };
                    units::change_unit(unit.id, &patch, unit.version)
                }
            };
            send.run(call, move |_| saved.emit(()));
        })
    };
    let turn = known.clone().map(|unit| {
        let (send, saved) = (send.clone(), saved.clone());
        Callback::from(move |()| {
            let closed_on = unit.closed_on.is_none().then(|| Moment::now().day().shifted(-1));
            let saved = saved.clone();
            let patch = UnitPatch { closed_on: Some(closed_on), ..UnitPatch::default() };
            send.run(units::change_unit(unit.id, &patch, unit.version), move |_| saved.emit(()));
        })
    });
    let platforms = std::iter::once((AttrValue::from(""), AttrValue::from(lang.no_platform())))
        .chain(Platform::ALL.iter().map(|p| (p.as_str().into(), p.label(lang).into())));
    let title = if known.is_some() { lang.edit_unit() } else { lang.add_unit() };
    html! {
        <FormSheet {title} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()}>
            if known.is_none() {
                <Segments
                    label={lang.unit_level()} choices={LEVELS.iter().map(|l| l.label(lang).into()).collect::<Vec<AttrValue>>()}
                    chosen={*level} choose={let level = level.setter(); move |i| level.set(i)}
                />
            }
            <Field label={lang.unit_name()} most={60} value={(*name).clone()} set={setter(&name)} error={send.field("/name")} />
            <Select
                label={lang.unit_platform()} choices={platforms.collect::<Vec<_>>()} value={(*platform).clone()} set={setter(&platform)}
                error={send.field("/platform")}
            />
            <Field
                label={lang.unit_phone()} optional=true takes={Takes::OtherPhone} value={(*phone).clone()} set={setter(&phone)}
                error={send.field("/phone")}
            />
            if let (Some(unit), Some(turn)) = (known.as_ref(), turn) {
                <div class="row-apart">
                    if unit.closed_on.is_some() {
                        <span class="note">{ lang.unit_closed(unit.closed_on.as_ref().map_or("", |day| day.as_str())) }</span>
                        <Button small=true icon={Icon::Refresh} busy={send.busy()} onclick={turn}>{ lang.open_unit() }</Button>
                    } else {
                        <span class="note">{ lang.close_unit_note() }</span>
                        <Button small=true weight={Weight::Danger} busy={send.busy()} onclick={turn}>{ lang.close_unit() }</Button>
                    }
                </div>
            }
        </FormSheet>
    }
}
