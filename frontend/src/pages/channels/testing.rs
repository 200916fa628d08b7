//! Sending a test message.

use shared::channels::{self, Adapter, Channel, ChannelTest, ChannelTested};
use shared::value::Phone;
use yew::prelude::*;

use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::words::NoticeWords;

#[derive(PartialEq, Properties)]
pub struct TestSheetProps {
    pub channel: Channel,
    pub close: Callback<()>,
}

/// Sends it, and says what became of it.
#[component]
pub fn TestSheet(props: &TestSheetProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let phone = use_state(String::new);
    let outcome = use_state(|| None::<ChannelTested>);
    let by_phone = props.channel.adapter == Adapter::Sms;
    let submit = {
        let (send, phone, outcome, id) = (send.clone(), phone.clone(), outcome.setter(), props.channel.id);
        Callback::from(move |()| {
            outcome.set(None);
            let mut check = Check::new(lang);
            let phone: Option<Phone> = if by_phone { check.read("/phone", &phone) } else { None };
            if !check.is_fine() {
                return send.fail(check.failure());
            }
            let outcome = outcome.clone();
            send.run(channels::test_channel(id, &ChannelTest { phone }), move |tested| outcome.set(Some(tested)));
        })
    };
    html! {
        <FormSheet title={lang.channel_test()} send={send.clone()} {submit} close={props.close.clone()} save={lang.channel_test()}>
            <p class="strong">{ props.channel.name.as_str() }</p>
            <p class="note">{ format!("{} · {}", props.channel.adapter.label(lang), props.channel.host) }</p>
            if by_phone {
                <Field
                    label={lang.channel_test_phone()} takes={Takes::OtherPhone} value={(*phone).clone()} set={setter(&phone)}
                    error={send.field("/phone")}
                />
            }
            if let Some(tested) = &*outcome {
                if let Some(fault) = tested.fault {
                    <div class="notice danger" role="alert">
                        { Icon::Alert.draw() }
                        <div><p>{ fault.label(lang) }</p><p class="note">{ tested.detail.clone() }</p></div>
                    </div>
                } else {
                    <div class="notice success" role="status">{ Icon::CheckCircle.draw() }<p>{ lang.channel_test_done() }</p></div>
                }
            }
        </FormSheet>
    }
}
