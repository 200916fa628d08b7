//! The phones a person uses the app on, and what the office does about a lost one.

use std::rc::Rc;

use shared::devices::{self, Device, DeviceFilter};
use shared::lang::Lang;
use shared::staffing::Person;
use shared::time::Moment;
use yew::prelude::*;

use super::held::Held;
use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::Group;
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::parts::toast::use_toast;
use crate::words::{DeviceWords, ShellWords, ago};

/// As many as one person may have.
const MOST: u16 = 50;

#[derive(PartialEq, Properties)]
pub struct DevicesProps {
    pub person: Rc<Person>,
}

/// A person's phones: when each was last heard of; a lost one is reported here.
#[component]
pub fn Devices(props: &DevicesProps) -> Html {
    let lang = use_lang();
    let filter = DeviceFilter { person: Some(props.person.id.uuid()), limit: Some(MOST), ..DeviceFilter::default() };
    let list = use_call(Some(devices::list_devices(&filter)));
    let losing = use_state(|| None::<Device>);
    let deciding = use_state(|| false);
    let now = Moment::now();
    let close = {
        let (losing, deciding) = (losing.setter(), deciding.setter());
        Callback::from(move |()| {
            losing.set(None);
            deciding.set(false);
        })
    };
    let decide = {
        let deciding = deciding.setter();
        Callback::from(move |()| deciding.set(true))
    };
    html! {
        <Group title={lang.phones()}>
            { state::loaded(lang, &list, |page| if page.items.is_empty() {
                html! { <p class="card soft">{ lang.no_phones() }</p> }
            } else {
                html! {
                    <ul class="cells">
                        for one in page.items.iter() {
                            { row(lang, one, now, losing.setter(), &decide) }
                        }
                    </ul>
                }
            }) }
            if let Some(device) = &*losing {
                <Lose device={device.clone()} close={close.clone()} again={list.again.clone()} />
            }
            if *deciding {
                <Held person={props.person.clone()} {close} again={list.again.clone()} />
            }
        </Group>
    }
}

fn row(lang: Lang, one: &Device, now: Moment, losing: UseStateSetter<Option<Device>>, decide: &Callback<()>) -> Html {
    let name = one.name.clone().unwrap_or_else(|| lang.unknown_device());
    let lose = {
        let device = one.clone();
        Callback::from(move |()| losing.set(Some(device.clone())))
    };
    let unsent = one.unsent.filter(|unsent| *unsent > 0 && one.lost_at.is_none());
    html! {
        <li>
            <div class="cell">
                <span class="cell-icon">{ Icon::Device.draw() }</span>
                <span class="cell-main">
                    <span class="row">{ name }{ standing(lang, one) }</span>
                    <small class="soft">{ lang.last_contact_at(&ago(lang, one.last_contact_at, now)) }</small>
                    if let Some(unsent) = unsent {
                        <small class="soft">{ lang.unsent_there(unsent) }</small>
                    }
                    if one.held > 0 {
                        <small class="soft">{ lang.held_of_it(one.held) }</small>
                    }
                </span>
                if one.held > 0 {
                    <Button small=true onclick={decide.clone()}>{ lang.decide() }</Button>
                }
                if one.lost_at.is_none() {
                    <Button weight={Weight::Danger} small=true onclick={lose}>{ lang.report_lost() }</Button>
                }
            </div>
        </li>
    }
}

/// Whether it is lost, and whether it is known to have deleted everything.
fn standing(lang: Lang, one: &Device) -> Html {
    match (one.lost_at, one.wiped_at) {
        (None, _) => Html::default(),
        (Some(_), None) => tag(Tone::Warning, Icon::Alert, lang.lost_unconfirmed()),
        (Some(_), Some(_)) => tag(Tone::Neutral, Icon::Check, lang.lost_wiped()),
    }
}

#[derive(PartialEq, Properties)]
struct LoseProps {
    device: Device,
    close: Callback<()>,
    again: Callback<()>,
}

/// Asks before a phone is reported lost: there is no way back.
#[component]
fn Lose(props: &LoseProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let submit = {
        let (send, close, again) = (send.clone(), props.close.clone(), props.again.clone());
        let (person, device) = (props.device.person.id, props.device.id);
        Callback::from(move |()| {
            let (toast, close, again) = (toast.clone(), close.clone(), again.clone());
            send.run(devices::lose_device(person, device), move |_| {
                toast.say(lang.reported_lost());
                again.emit(());
                close.emit(());
            });
        })
    };
    html! {
        <FormSheet title={lang.report_lost_ask()} {send} {submit} close={props.close.clone()} save={lang.report_lost()}>
            <p>{ lang.report_lost_note() }</p>
        </FormSheet>
    }
}
