//! The form of a reply template.

use shared::cases::Move;
use shared::cases::templates::{self, NewTemplate, Template, TemplatePatch};
use yew::prelude::*;

use super::moves;
use crate::api::use_send;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::field::{Field, Select};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::toast::use_toast;
use crate::words::{ShellWords, TemplateWords};

#[derive(PartialEq, Properties)]
pub struct EditTemplateProps {
    /// The one to change; a new one without it.
    pub template: Option<Template>,
    pub close: Callback<()>,
    pub done: Callback<()>,
    pub again: Callback<()>,
}

/// Adds a template, changes it, retires it or offers it again. The move it is for stays what it was.
#[component]
pub fn EditTemplate(props: &EditTemplateProps) -> Html {
    let lang = use_lang();
    let (send, toast) = (use_send(), use_toast());
    let known = props.template.clone();
    let by = use_state(|| known.as_ref().map_or(Move::Decline, |template| template.by).as_str().to_owned());
    let title = use_state(|| known.as_ref().map(|template| template.title.to_string()).unwrap_or_default());
    let text = use_state(|| known.as_ref().map(|template| template.text.to_string()).unwrap_or_default());
    let saved = {
        let done = props.done.clone();
        Callback::from(move |()| {
            toast.say(lang.saved());
            done.emit(());
        })
    };
    let submit = {
        let (send, known, by, title, text, saved) = (send.clone(), known.clone(), by.clone(), title.clone(), text.clone(), saved.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (title, text) = (check.read("/title", &title), check.read("/text", &text));
            let (Some(title), Some(text), Ok(by)) = (title, text, by.parse::<Move>()) else { return send.fail(check.failure()) };
            let saved = saved.clone();
            let call = match &known {
                None => templates::add_template(&NewTemplate { by, title, text }),
                Some(template) => {
                    let patch = TemplatePatch { title: Some(title), text: Some(text), retired: None };
                    templates::change_template(template.id, &patch, template.version)
                }
            };
            send.run(call, move |_| saved.emit(()));
        })
    };
    let turn = known.clone().map(|template| {
        let (send, saved) = (send.clone(), saved.clone());
        Callback::from(move |()| {
            let saved = saved.clone();
            let patch = TemplatePatch { retired: Some(!template.retired), ..TemplatePatch::default() };
            send.run(templates::change_template(template.id, &patch, template.version), move |_| saved.emit(()));
        })
    });
    let choices: Vec<(AttrValue, AttrValue)> = moves().map(|by| (by.as_str().into(), by.label(lang).into())).collect();
    let sheet = if known.is_some() { lang.edit_template() } else { lang.add_template() };
    html! {
        <FormSheet title={sheet} send={send.clone()} {submit} close={props.close.clone()} again={props.again.clone()}>
            if let Some(template) = &known {
                <p>{ lang.template_for(template.by.label(lang)) }</p>
            } else {
                <Select label={lang.template_move()} {choices} value={(*by).clone()} set={setter(&by)} error={send.field("/move")} />
            }
            <Field
                label={lang.template_title()} hint={lang.template_title_hint()} most={30} value={(*title).clone()} set={setter(&title)}
                error={send.field("/title")}
            />
            <Field
                label={lang.template_text()} hint={lang.template_text_hint()} lines=true most={500} value={(*text).clone()}
                set={setter(&text)} error={send.field("/text")}
            />
            if let (Some(template), Some(turn)) = (known.as_ref(), turn) {
                <div class="row-apart">
                    if template.retired {
                        <span class="note">{ lang.template_retired() }</span>
                        <Button small=true icon={Icon::Refresh} busy={send.busy()} onclick={turn}>{ lang.restore_template() }</Button>
                    } else {
                        <span class="note">{ lang.retire_template_note() }</span>
                        <Button small=true weight={Weight::Danger} busy={send.busy()} onclick={turn}>{ lang.retire_template() }</Button>
                    }
                </div>
            }
        </FormSheet>
    }
}
