//! Setting a channel up. Address and secrets are written here and never come back.

use shared::channels::{
    self, Adapter, Channel, ChannelPatch, ChannelSecret, Expected, GatewayBody, GatewayHeader, GatewayMethod, MessageFormat, NewChannel,
    Target,
};
use shared::lang::Lang;
use shared::notices::NoticeKind;
use shared::page::MAX_LIMIT;
use shared::units::{UnitFilter, UnitId, UnitRef, list_units};
use yew::prelude::*;

use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::parts::field::{Field, Select, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::pick::{Chip, Segments, Switch, chips};
use crate::parts::toast::use_toast;
use crate::words::{NoticeWords, ShellWords};

#[derive(PartialEq, Properties)]
pub struct ChannelFormProps {
    /// The one to change; a new one without.
    pub channel: Option<Channel>,
    pub close: Callback<()>,
    pub done: Callback<()>,
    pub again: Callback<()>,
}

/// What is being typed of where a channel leads.
#[derive(Clone, PartialEq)]
struct Draft {
    adapter: Adapter,
    url: String,
    secret: String,
    format: usize,
    method: usize,
    header_name: String,
    header_value: String,
    body: String,
    expected: String,
}

const FORMATS: [MessageFormat; 2] = [MessageFormat::Markdown, MessageFormat::Text];
const METHODS: [GatewayMethod; 3] = [GatewayMethod::Post, GatewayMethod::Get, GatewayMethod::Put];

impl Draft {
    fn of(channel: Option<&Channel>) -> Self {
        let adapter = channel.map_or(Adapter::Wecom, |channel| channel.adapter);
        let empty = String::new;
        Self {
            adapter,
            url: empty(),
            secret: empty(),
            format: 0,
            method: 0,
            header_name: empty(),
            header_value: empty(),
            body: empty(),
            expected: empty(),
        }
    }

    /// Reads the fields of its adapter.
    fn read(&self, check: &mut Check) -> Option<Target> {
        let url = check.read("/target/url", &self.url)?;
        let format = FORMATS.get(self.format).copied().unwrap_or(MessageFormat::Markdown);
        match self.adapter {
            Adapter::Wecom => Some(Target::Wecom { url, format }),
            Adapter::Dingtalk => {
                let secret: Option<ChannelSecret> = check.read_optional("/target/secret", &self.secret);
                Some(Target::Dingtalk { url, secret, format })
            }
            Adapter::Sms => {
                let body: Option<GatewayBody> = check.read_optional("/target/body", &self.body);
                let expected: Option<Expected> = check.read_optional("/target/expected", &self.expected);
                let name = check.read_optional("/target/headers/0/name", &self.header_name);
                let headers = match name {
                    Some(name) => vec![GatewayHeader { name, value: check.read("/target/headers/0/value", &self.header_value)? }],
                    None => Vec::new(),
                };
                let method = METHODS.get(self.method).copied().unwrap_or(GatewayMethod::Post);
                Some(Target::Sms { method, url, headers, body, expected })
            }
        }
    }
}

/// The form of a new channel, or of one that is there.
#[component]
pub fn ChannelForm(props: &ChannelFormProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let toast = use_toast();
    let old = props.channel.as_ref();
    let name = use_state(|| old.map(|channel| channel.name.to_string()).unwrap_or_default());
    let area = use_state(|| old.and_then(|channel| channel.area.as_ref()).map(ToString::to_string).unwrap_or_default());
    let unit = use_state(|| old.and_then(|channel| channel.unit.as_ref()).map(|unit| unit.id.to_string()).unwrap_or_default());
    let enabled = use_state(|| old.is_some_and(|channel| channel.enabled));
    let kinds = use_state(|| old.map_or_else(|| vec![NoticeKind::New, NoticeKind::Overdue], |channel| channel.kinds.clone()));
    let draft = use_state(|| Draft::of(old));
    let submit = {
        let (send, name, area, unit, enabled, kinds, draft) =
            (send.clone(), name.clone(), area.clone(), unit.parse::<UnitId>().ok(), *enabled, (*kinds).clone(), (*draft).clone());
        let (old, done) = (props.channel.clone(), props.done.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (name, area) = (check.read("/name", &name), check.read_optional("/area", &area));
            let keep = old.is_some() && draft.url.trim().is_empty();
            let target = if keep { None } else { draft.read(&mut check) };
            let (Some(name), true) = (name, check.is_fine()) else { return send.fail(check.failure()) };
            let (toast, done, kinds) = (toast.clone(), done.clone(), kinds.clone());
            let saved = move |_: Channel| {
                toast.say(lang.saved());
                done.emit(());
            };
            match (&old, target) {
                (Some(old), target) => {
                    let (kinds, area, unit) = (Some(kinds), Some(area), Some(unit));
                    let patch = ChannelPatch { name: Some(name), target, enabled: Some(enabled), kinds, area, unit };
                    send.run(channels::change_channel(old.id, &patch, old.version), saved);
                }
                (None, Some(target)) => {
                    send.run(channels::add_channel(&NewChannel { name, target, enabled, kinds, area, unit }), saved);
                }
                (None, None) => {}
            }
        })
    };
    let title = if old.is_some() { lang.channel_edit() } else { lang.channel_add() };
    html! {
        <FormSheet {title} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()} tall=true>
            <Field
                label={lang.channel_name()} hint={lang.channel_name_hint()} value={(*name).clone()} set={setter(&name)} error={send.field("/name")}
            />
            { target_fields(lang, &draft, &|pointer| send.field(pointer), old.is_some()) }
            <fieldset class="field">
                <legend>{ lang.channel_kinds() }</legend>
                <div class="wraps">{ chips(lang.channel_kinds(), kind_chips(lang, &kinds)) }</div>
            </fieldset>
            <Field
                label={lang.channel_area()} hint={lang.channel_area_hint()} optional=true takes={Takes::Digits} value={(*area).clone()}
                set={setter(&area)} error={send.field("/area")}
            />
            <UnitChoice known={old.and_then(|channel| channel.unit.clone())} value={(*unit).clone()} set={setter(&unit)} error={send.field("/unit")} />
            <Switch
                label={lang.channel_on()} note={lang.channel_on_note()} on={*enabled}
                set={let enabled = enabled.setter(); move |on| enabled.set(on)}
            />
        </FormSheet>
    }
}

#[derive(PartialEq, Properties)]
struct UnitChoiceProps {
    /// The one chosen before, which is offered even when it is closed.
    known: Option<UnitRef>,
    value: String,
    set: Callback<String>,
    error: Option<String>,
}

/// The unit whose cases are told of; all of them where none is chosen.
#[component]
fn UnitChoice(props: &UnitChoiceProps) -> Html {
    let lang = use_lang();
    let found = use_call(Some(list_units(&UnitFilter { limit: Some(MAX_LIMIT), ..UnitFilter::default() })));
    let units = found.state.value().map(|page| page.items.as_slice()).unwrap_or_default();
    let mut choices: Vec<(AttrValue, AttrValue)> = vec![("".into(), lang.channel_every_unit().into())];
    if let Some(known) = props.known.as_ref().filter(|known| units.iter().all(|unit| unit.id != known.id)) {
        choices.push((known.id.to_string().into(), known.name.to_string().into()));
    }
    choices.extend(units.iter().map(|unit| (unit.id.to_string().into(), unit.name.to_string().into())));
    html! { <Select label={lang.channel_unit()} {choices} value={props.value.clone()} set={props.set.clone()} error={props.error.clone()} /> }
}

fn kind_chips(lang: Lang, kinds: &UseStateHandle<Vec<NoticeKind>>) -> Vec<Chip> {
    let chip = |kind: NoticeKind| {
        let state = kinds.clone();
        let press = Callback::from(move |()| {
            let mut next = (*state).clone();
            match next.iter().position(|one| *one == kind) {
                Some(at) => drop(next.remove(at)),
                None => next.push(kind),
            }
            state.set(next);
        });
        Chip { words: kind.label(lang).into(), on: kinds.contains(&kind), press }
    };
    NoticeKind::ALL.iter().copied().filter(|kind| kind.is_of_case()).map(chip).collect()
}

/// Where it leads; the adapter of a channel that is there can be changed together with its address.
fn target_fields(lang: Lang, draft: &UseStateHandle<Draft>, error: &dyn Fn(&str) -> Option<String>, kept: bool) -> Html {
    let text = |put: fn(&mut Draft, String)| {
        let draft = draft.clone();
        Callback::from(move |text| {
            let mut next = (*draft).clone();
            put(&mut next, text);
            draft.set(next);
        })
    };
    let pick = |put: fn(&mut Draft, usize)| {
        let draft = draft.clone();
        Callback::from(move |i| {
            let mut next = (*draft).clone();
            put(&mut next, i);
            draft.set(next);
        })
    };
    let adapters: Vec<(AttrValue, AttrValue)> =
        Adapter::ALL.iter().map(|adapter| (adapter.as_str().into(), adapter.label(lang).into())).collect();
    let hint = if kept { lang.channel_url_kept() } else { lang.channel_url_hint() };
    let formats: Vec<AttrValue> = FORMATS.iter().map(|format| format.label(lang).into()).collect();
    let methods: Vec<AttrValue> = METHODS.iter().map(|method| method.label(lang).into()).collect();
    html! {
        <>
            <Select
                label={lang.channel_adapter()} choices={adapters} value={draft.adapter.as_str()}
                set={text(|draft, text| draft.adapter = text.parse().unwrap_or(draft.adapter))}
            />
            <Field
                label={lang.channel_url()} {hint} optional={kept} value={draft.url.clone()} set={text(|draft, text| draft.url = text)}
                error={error("/target/url")}
            />
            if draft.adapter == Adapter::Dingtalk {
                <Field
                    label={lang.channel_secret()} optional=true takes={Takes::Secret} value={draft.secret.clone()}
                    set={text(|draft, text| draft.secret = text)} error={error("/target/secret")}
                />
            }
            if draft.adapter == Adapter::Sms {
                <Segments label={lang.channel_method()} choices={methods} chosen={draft.method} choose={pick(|draft, i| draft.method = i)} />
                <Field
                    label={lang.channel_header_name()} optional=true value={draft.header_name.clone()}
                    set={text(|draft, text| draft.header_name = text)} error={error("/target/headers/0/name")}
                />
                <Field
                    label={lang.channel_header_value()} optional=true takes={Takes::Secret} value={draft.header_value.clone()}
                    set={text(|draft, text| draft.header_value = text)} error={error("/target/headers/0/value")}
                />
                <Field
                    label={lang.channel_body()} hint={lang.channel_body_hint()} lines=true value={draft.body.clone()}
                    set={text(|draft, text| draft.body = text)} error={error("/target/body")}
                />
                <Field
                    label={lang.channel_expected()} optional=true value={draft.expected.clone()}
                    set={text(|draft, text| draft.expected = text)} error={error("/target/expected")}
                />
            } else {
                <Segments label={lang.channel_format()} choices={formats} chosen={draft.format} choose={pick(|draft, i| draft.format = i)} />
            }
        </>
    }
}
