//! The reply templates, as the office keeps them.

mod edit;

use shared::cases::templates::{Template, TemplateFilter, list_templates};
use shared::cases::{Move, TRANSITIONS, Telling};
use shared::lang::Lang;
use yew::prelude::*;

use self::edit::EditTemplate;
use super::case::moves::entered::takes_reason;
use crate::api::use_call;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::{Cell, Group, Press};
use crate::parts::icon::Icon;
use crate::parts::page::Page;
use crate::parts::pick::{Chip, chips};
use crate::parts::state;
use crate::parts::tag::{Tone, tag};
use crate::words::TemplateWords;

/// What the sheet is about.
#[derive(Clone, PartialEq)]
enum Open {
    Nothing,
    New,
    One(Box<Template>),
}

/// All templates, by the moves they are for.
#[component]
pub fn TemplatesPage() -> Html {
    let lang = use_lang();
    let (retired, open) = (use_state(|| false), use_state(|| Open::Nothing));
    let list = use_call(Some(list_templates(&TemplateFilter { retired: Some(*retired), ..TemplateFilter::default() })));
    let show = {
        let open = open.setter();
        Callback::from(move |what| open.set(what))
    };
    let close = show.reform(|()| Open::Nothing);
    let done = {
        let (again, close) = (list.again.clone(), close.clone());
        Callback::from(move |()| {
            again.emit(());
            close.emit(());
        })
    };
    let add = |weight: Weight, small: bool, words: String| {
        html! { <Button {small} {weight} icon={Icon::Plus} onclick={show.reform(|()| Open::New)}>{ words }</Button> }
    };
    let with_retired = Chip {
        words: lang.with_retired().into(),
        on: *retired,
        press: {
            let retired = retired.clone();
            Callback::from(move |()| retired.set(!*retired))
        },
    };
    let template = match &*open {
        Open::One(template) => Some((**template).clone()),
        Open::New | Open::Nothing => None,
    };
    html! {
        <Page title={lang.templates_title()} action={add(Weight::Text, true, lang.new_template())}>
            <p class="note">{ lang.templates_lead() }</p>
            { chips(lang.template_state(), vec![with_retired]) }
            { state::loaded(lang, &list, |page| if page.items.is_empty() {
                state::empty(Icon::File, lang.templates_none(), lang.templates_none_text(), add(Weight::Primary, false, lang.add_template()))
            } else {
                groups(lang, &page.items, &show)
            }) }
            if *open != Open::Nothing {
                <EditTemplate {template} {close} {done} again={list.again.clone()} />
            }
        </Page>
    }
}

/// The templates under their moves, in the order cases go through them.
fn groups(lang: Lang, items: &[Template], show: &Callback<Open>) -> Html {
    let of = |by: Move| items.iter().filter(move |template| template.by == by);
    let row = |template: &Template| {
        let one = template.clone();
        let state = if template.retired { tag(Tone::Neutral, Icon::CloseCircle, lang.template_retired()) } else { Html::default() };
        html! {
            <Cell
                key={template.id.to_string()} label={html! { { template.title.as_str() } }} value={state}
                below={html! { <small class="soft lines-2">{ template.text.as_str() }</small> }}
                press={Press::Call(show.reform(move |()| Open::One(Box::new(one.clone()))))}
            />
        }
    };
    html! {
        for by in Move::ALL.iter().copied().filter(|by| of(*by).next().is_some()) {
            <Group key={by.as_str()} title={by.label(lang)} aside={reader(lang, by)}>
                <ul class="cells">{ for of(by).map(row) }</ul>
            </Group>
        }
    }
}

/// Says so where the reporter reads the words.
fn reader(lang: Lang, by: Move) -> Html {
    let told = TRANSITIONS.iter().any(|row| row.by == by && row.telling == Telling::Reason);
    if told {
        html! { <small class="soft">{ lang.template_to_reporter() }</small> }
    } else {
        Html::default()
    }
}

/// The moves that words go with.
fn moves() -> impl Iterator<Item = Move> {
    Move::ALL.iter().copied().filter(|by| TRANSITIONS.iter().any(|row| row.by == *by && takes_reason(row)))
}
