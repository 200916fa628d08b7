//! Where notices go outside the app, for the administrator: the channels, and what could not be sent through them.

mod form;
mod testing;

use shared::channels::{self, Channel, Message, MessageFilter, MessageState};
use shared::lang::Lang;
use shared::time::Moment;
use yew::prelude::*;

use self::form::ChannelForm;
use self::testing::TestSheet;
use crate::api::{use_call, use_pages, use_send};
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::Group;
use crate::parts::form::Complaint;
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::sheet::Sheet;
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::parts::toast::use_toast;
use crate::route::Route;
use crate::words::{NoticeWords, ShellWords, ago};

/// What is open above the page.
#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    Adding,
    Changing(Channel),
    Testing(Channel),
    Removing(Channel),
}

/// All channels, and the messages that were given up.
#[component]
pub fn ChannelsPage() -> Html {
    let lang = use_lang();
    let list = use_call(Some(channels::list_channels()));
    let open = use_state(|| Open::Nothing);
    let show = {
        let open = open.setter();
        Callback::from(move |what| open.set(what))
    };
    let close = show.reform(|()| Open::Nothing);
    let done = {
        let (close, again) = (close.clone(), list.again.clone());
        Callback::from(move |()| {
            close.emit(());
            again.emit(());
        })
    };
    let dock = html! { <Button weight={Weight::Primary} icon={Icon::Plus} onclick={show.reform(|()| Open::Adding)}>{ lang.channel_add() }</Button> };
    html! {
        <Page title={lang.channels()} back={Route::Settings} {dock}>
            <p class="note">{ lang.channels_lead() }</p>
            { state::loaded(lang, &list, |page| if page.items.is_empty() {
                state::empty(Icon::Bell, lang.channels_none(), lang.channels_none_text(), Html::default())
            } else {
                html! { for channel in page.items.iter() { { card(lang, channel, &show) } } }
            }) }
            <FailedMessages retried={list.again.clone()} />
            { match &*open {
                Open::Nothing => Html::default(),
                Open::Adding => html! { <ChannelForm channel={None::<Channel>} close={close.clone()} {done} again={list.again.clone()} /> },
                Open::Changing(channel) => html! { <ChannelForm channel={Some(channel.clone())} close={close.clone()} {done} again={list.again.clone()} /> },
                Open::Testing(channel) => html! { <TestSheet channel={channel.clone()} close={close.clone()} /> },
                Open::Removing(channel) => html! { <RemoveSheet channel={channel.clone()} close={close.clone()} {done} /> },
            } }
        </Page>
    }
}

fn card(lang: Lang, channel: &Channel, show: &Callback<Open>) -> Html {
    let press = |what: fn(Channel) -> Open| {
        let channel = channel.clone();
        show.reform(move |()| what(channel.clone()))
    };
    let kinds: Vec<&str> = channel.kinds.iter().map(|kind| kind.label(lang)).collect();
    let only = channel.unit.as_ref().map(|unit| unit.name.to_string()).into_iter().chain(channel.area.as_ref().map(ToString::to_string));
    let only: Vec<String> = only.collect();
    html! {
        <article class="card" key={channel.id.to_string()}>
            <div class="row-apart">
                <h2 class="card-title">{ channel.name.as_str() }</h2>
                { if channel.enabled { tag(Tone::Success, Icon::Check, lang.channel_is_on()) } else { tag(Tone::Neutral, Icon::Close, lang.channel_is_off()) } }
            </div>
            <p class="note">{ format!("{} · {}", channel.adapter.label(lang), channel.host) }</p>
            if !only.is_empty() {
                <p class="note">{ only.join(" · ") }</p>
            }
            <p class="note">{ kinds.join("、") }</p>
            <p class="note digits">{ lang.channel_counts(channel.waiting, channel.failed) }</p>
            <div class="row">
                <Button small=true onclick={press(Open::Changing)}>{ lang.edit() }</Button>
                <Button small=true onclick={press(Open::Testing)}>{ lang.channel_test() }</Button>
                <Button small=true weight={Weight::Danger} onclick={press(Open::Removing)}>{ lang.channel_remove() }</Button>
            </div>
        </article>
    }
}

#[derive(PartialEq, Properties)]
struct RemoveSheetProps {
    channel: Channel,
    close: Callback<()>,
    done: Callback<()>,
}

/// Asks once more.
#[component]
fn RemoveSheet(props: &RemoveSheetProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let remove = {
        let (send, done, id, version) = (send.clone(), props.done.clone(), props.channel.id, props.channel.version);
        Callback::from(move |()| {
            let (toast, done) = (toast.clone(), done.clone());
            send.run(channels::remove_channel(id, version), move |()| {
                toast.say(lang.channel_removed());
                done.emit(());
            });
        })
    };
    let foot = html! {
        <>
            <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
            <Button weight={Weight::Danger} busy={send.busy()} onclick={remove}>{ lang.channel_remove() }</Button>
        </>
    };
    html! {
        <Sheet title={lang.channel_remove_ask(&props.channel.name)} close={props.close.clone()} {foot}>
            <Complaint failure={send.failure().cloned()} />
            <p class="centre soft">{ lang.channel_remove_note() }</p>
        </Sheet>
    }
}

#[derive(PartialEq, Properties)]
struct FailedMessagesProps {
    retried: Callback<()>,
}

/// What was given up, why, and the way to try it again; nothing when nothing was.
#[component]
fn FailedMessages(props: &FailedMessagesProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let filter = MessageFilter { state: Some(MessageState::Failed), ..MessageFilter::default() };
    let list = use_pages(filter, |filter, cursor| channels::list_messages(&MessageFilter { cursor, ..filter.clone() }));
    let retry = {
        let (send, again, retried) = (send.clone(), list.again.clone(), props.retried.clone());
        Callback::from(move |id| {
            let (toast, again, retried) = (toast.clone(), again.clone(), retried.clone());
            send.run(channels::retry_message(id), move |_| {
                toast.say(lang.outbox_retried());
                again.emit(());
                retried.emit(());
            });
        })
    };
    if list.state.value().is_none_or(|items| items.is_empty()) {
        return Html::default();
    }
    let now = Moment::now();
    html! {
        <Group title={lang.outbox()}>
            <Complaint failure={send.failure().cloned()} />
            { state::paged(lang, &list, Html::default(), |items| html! {
                <ul class="cells">{ for items.iter().map(|message| failed(lang, message, now, &retry, send.busy())) }</ul>
            }) }
        </Group>
    }
}

fn failed(lang: Lang, message: &Message, now: Moment, retry: &Callback<channels::MessageId>, busy: bool) -> Html {
    let id = message.id;
    let why: Vec<&str> = message.fault.iter().map(|fault| fault.label(lang)).chain(message.detail.as_deref()).collect();
    let number = message.case_number.as_ref().map(|number| number.as_str()).unwrap_or_default();
    html! {
        <li key={id.to_string()}>
            <div class="cell">
                <span class="cell-main">
                    <span>{ format!("{} · {}", message.channel_name.as_str(), message.kind.label(lang)) }</span>
                    <small class="soft digits">{ format!("{number} · {} · {}", ago(lang, message.at, now), lang.outbox_tries(message.tries)) }</small>
                    <small class="danger-ink">{ why.join("：") }</small>
                </span>
                <Button small=true {busy} onclick={retry.reform(move |()| id)}>{ lang.outbox_retry() }</Button>
            </div>
        </li>
    }
}
