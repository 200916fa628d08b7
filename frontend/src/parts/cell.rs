//! Cells: rows of a grouped list, as in every Chinese phone's settings.

use yew::prelude::*;

use super::icon::Icon;
use super::link::Go;
use super::use_id;
use crate::route::Route;

#[derive(PartialEq, Properties)]
pub struct GroupProps {
    #[prop_or_default]
    pub title: Option<AttrValue>,
    /// Beside the title, such as a link to all.
    #[prop_or_default]
    pub aside: Html,
    #[prop_or_default]
    pub note: Option<AttrValue>,
    pub children: Html,
}

/// A titled part of a page.
#[component]
pub fn Group(props: &GroupProps) -> Html {
    let id = use_id();
    let title = id.of("group");
    html! {
        <section class="group" aria-labelledby={props.title.as_ref().map(|_| title.clone())}>
            if let Some(text) = &props.title {
                <div class="group-title"><h2 id={title}>{ text }</h2>{ props.aside.clone() }</div>
            }
            { props.children.clone() }
            if let Some(note) = &props.note {
                <p class="group-note">{ note }</p>
            }
        </section>
    }
}

/// What a cell does when pressed.
#[derive(Clone, PartialEq, Default)]
pub enum Press {
    #[default]
    Nothing,
    Go(Route),
    /// An address outside the app: a telephone number, a public page.
    Open(AttrValue),
    Call(Callback<()>),
}

#[derive(PartialEq, Properties)]
pub struct CellProps {
    #[prop_or_default]
    pub icon: Option<Icon>,
    pub label: Html,
    /// A second line.
    #[prop_or_default]
    pub below: Html,
    #[prop_or_default]
    pub value: Html,
    #[prop_or_default]
    pub press: Press,
    #[prop_or_default]
    pub danger: bool,
}

/// One row: label left, value right, an arrow where it leads on. Stands in a `<ul class="cells">`.
#[component]
pub fn Cell(props: &CellProps) -> Html {
    let class = classes!("cell", props.danger.then_some("danger"));
    let leads = matches!(props.press, Press::Go(_) | Press::Call(_)) && !props.danger;
    let inside = html! {
        <>
            if let Some(icon) = props.icon {
                <span class="cell-icon">{ icon.draw() }</span>
            }
            <span class="cell-main"><span>{ props.label.clone() }</span>{ props.below.clone() }</span>
            <span class="cell-value">{ props.value.clone() }</span>
            if leads {
                { chevron() }
            }
        </>
    };
    let row = match &props.press {
        Press::Nothing => html! { <div {class}>{ inside }</div> },
        Press::Go(to) => html! { <Go to={to.clone()} {class}>{ inside }</Go> },
        Press::Open(href) => html! { <a {href} {class}>{ inside }</a> },
        Press::Call(call) => html! { <button type="button" {class} onclick={call.reform(|_| ())}>{ inside }</button> },
    };
    html! { <li>{ row }</li> }
}

/// The arrow at the end of a row that leads on.
pub fn chevron() -> Html {
    html! { <svg class="icon chevron" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="m9 5 7 7-7 7" /></svg> }
}
