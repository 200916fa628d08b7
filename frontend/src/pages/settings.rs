//! What the sub-district sets once for all its boards.

use std::rc::Rc;

use shared::session::Me;
use shared::settings::{self, Hour, Settings, SettingsPatch};
use yew::prelude::*;

use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Press};
use crate::parts::field::{Field, Select, Takes};
use crate::parts::form::{Check, Complaint, setter};
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::state;
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::{NoticeWords, OfficeWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct SettingsPageProps {
    pub me: Rc<Me>,
}

/// Supervision phone and service promise.
#[component]
pub fn SettingsPage(_: &SettingsPageProps) -> Html {
    let lang = use_lang();
    let found = use_call(Some(settings::find_settings()));
    html! {
        <Page title={lang.settings()}>
            <ul class="cells">
                <Cell icon={Icon::Bell} label={html! { { lang.channels() } }} press={Press::Go(Route::Channels)} />
            </ul>
            { state::loaded(lang, &found, |it| html! { <SettingsForm key={it.version} settings={it.clone()} replace={found.replace.clone()} /> }) }
        </Page>
    }
}

#[derive(PartialEq, Properties)]
struct SettingsFormProps {
    settings: Rc<Settings>,
    replace: Callback<Settings>,
}

#[component]
fn SettingsForm(props: &SettingsFormProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let phone = use_state(|| props.settings.supervision_phone.as_ref().map(ToString::to_string).unwrap_or_default());
    let promise = use_state(|| props.settings.service_promise.as_ref().map(ToString::to_string).unwrap_or_default());
    let hour = use_state(|| i32::from(props.settings.digest_hour).to_string());
    let onsubmit = {
        let (send, phone, promise, hour, version, replace) =
            (send.clone(), phone.clone(), promise.clone(), hour.clone(), props.settings.version, props.replace.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let mut check = Check::new(lang);
            let (phone, promise) = (check.read_optional("/supervision_phone", &phone), check.read_optional("/service_promise", &promise));
            if !check.is_fine() {
                return send.fail(check.failure());
            }
            let digest_hour = hour.parse::<i32>().ok().and_then(|hour| Hour::try_from(hour).ok());
            let patch =
                SettingsPatch { supervision_phone: Some(phone), service_promise: Some(promise), digest_hour, ..SettingsPatch::default() };
            let (toast, replace) = (toast.clone(), replace.clone());
            send.run(settings::change_settings(&patch, version), move |changed| {
                toast.say(lang.saved());
                replace.emit(changed);
            });
        })
    };
    let hours: Vec<(AttrValue, AttrValue)> = (0..24).map(|hour| (hour.to_string().into(), lang.hour(hour).into())).collect();
    let text = |known: Option<&str>| known.unwrap_or("—").to_owned();
    html! {
        <form class="stack" {onsubmit} novalidate={true}>
            <p class="note">{ lang.settings_lead() }</p>
            <Complaint failure={send.failure().cloned()} />
            <dl class="cells facts">
                <div><dt>{ lang.sub_district() }</dt><dd>{ text(props.settings.sub_district_name.as_deref()) }</dd></div>
                <div><dt>{ lang.code() }</dt><dd class="digits">{ text(props.settings.sub_district.as_deref()) }</dd></div>
            </dl>
            <div class="card">
                <Field
                    label={lang.supervision_phone()} optional=true takes={Takes::OtherPhone} value={(*phone).clone()}
                    set={setter(&phone)} error={send.field("/supervision_phone")}
                />
                <Field
                    label={lang.service_promise()} optional=true lines=true most={300} value={(*promise).clone()} set={setter(&promise)}
                    error={send.field("/service_promise")}
                />
                <Select label={lang.digest_hour()} choices={hours} value={(*hour).clone()} set={setter(&hour)} error={send.field("/digest_hour")} />
                <Button weight={Weight::Primary} submit=true busy={send.busy()}>{ lang.save() }</Button>
            </div>
        </form>
    }
}
