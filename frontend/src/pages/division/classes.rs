//! The class of a village or grid, from day to day.

use shared::divisions::{self, Class, DivisionCode, NewClassPeriod};
use shared::grids::{self, GridCode};
use shared::time::Moment;
use yew::prelude::*;

use crate::api::{use_call, use_send};
use crate::look::use_lang;
use crate::pages::divisions::class_tag;
use crate::parts::button::{Button, Weight};
use crate::parts::cell::Group;
use crate::parts::field::{Field, Takes};
use crate::parts::form::{Check, setter};
use crate::parts::form_sheet::FormSheet;
use crate::parts::icon::Icon;
use crate::parts::pick::Segments;
use crate::parts::state;
use crate::words::OfficeWords;

/// Whose class it is.
#[derive(Clone, PartialEq)]
pub enum Of {
    Village(DivisionCode),
    Grid(GridCode),
}

#[derive(PartialEq, Properties)]
pub struct ClassesProps {
    pub of: Of,
    pub manages: bool,
    pub changed: Callback<()>,
}

/// The periods, latest first, and the way to begin a new one.
#[component]
pub fn Classes(props: &ClassesProps) -> Html {
    let lang = use_lang();
    let setting = use_state(|| false);
    let periods = use_call(Some(match &props.of {
        Of::Village(code) => divisions::list_division_classes(code),
        Of::Grid(code) => grids::list_grid_classes(code),
    }));
    let opener = |open: bool| {
        let setting = setting.setter();
        Callback::from(move |()| setting.set(open))
    };
    let done = {
        let (again, changed, close) = (periods.again.clone(), props.changed.clone(), opener(false));
        Callback::from(move |()| {
            again.emit(());
            changed.emit(());
            close.emit(());
        })
    };
    let aside = if props.manages {
        html! { <Button small=true weight={Weight::Text} icon={Icon::Edit} onclick={opener(true)}>{ lang.set_class() }</Button> }
    } else {
        Html::default()
    };
    html! {
        <Group title={lang.class_history()} {aside}>
            { state::loaded(lang, &periods, |page| html! {
                <ul class="cells">
                    if page.items.is_empty() {
                        <li><div class="cell soft">{ lang.class_unset() }</div></li>
                    }
                    for period in page.items.iter() {
                        <li>
                            <div class="cell">
                                <span class="cell-main digits">{ format!("{} — {}", period.from_day, period.to_day.as_ref().map_or_else(|| lang.today_on(), ToString::to_string)) }</span>
                                { class_tag(lang, Some(period.class)) }
                            </div>
                        </li>
                    }
                </ul>
            }) }
            if *setting {
                <SetClass of={props.of.clone()} close={opener(false)} {done} />
            }
        </Group>
    }
}

#[derive(PartialEq, Properties)]
struct SetClassProps {
    of: Of,
    close: Callback<()>,
    done: Callback<()>,
}

#[component]
fn SetClass(props: &SetClassProps) -> Html {
    let lang = use_lang();
    let send = use_send();
    let class = use_state(|| 0_usize);
    let day = use_state(|| Moment::now().day().to_string());
    let submit = {
        let (send, class, day, of, done) = (send.clone(), class.clone(), day.clone(), props.of.clone(), props.done.clone());
        Callback::from(move |()| {
            let mut check = Check::new(lang);
            let (Some(from_day), Some(class)) = (check.read("/from_day", &day), Class::ALL.get(*class)) else {
                return send.fail(check.failure());
            };
            let new = NewClassPeriod { class: *class, from_day };
            let call = match &of {
                Of::Village(code) => divisions::classify_division(code, &new),
                Of::Grid(code) => grids::classify_grid(code, &new),
            };
            let done = done.clone();
            send.run(call, move |_| done.emit(()));
        })
    };
    html! {
        <FormSheet title={lang.set_class()} send={send.clone()} {submit} close={props.close.clone()}>
            <Segments
                label={lang.class()} choices={Class::ALL.iter().map(|c| c.label(lang).into()).collect::<Vec<AttrValue>>()}
                chosen={*class} choose={let class = class.setter(); move |i| class.set(i)}
            />
            <Field label={lang.from_day()} takes={Takes::Day} value={(*day).clone()} set={setter(&day)} error={send.field("/from_day")} />
        </FormSheet>
    }
}
