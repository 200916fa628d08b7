//! Buttons.

use yew::prelude::*;

use super::icon::Icon;

/// How much a button weighs. A page has one primary button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Weight {
    Primary,
    #[default]
    Plain,
    Danger,
    /// Words only.
    Text,
}

#[derive(PartialEq, Properties)]
pub struct ButtonProps {
    #[prop_or_default]
    pub weight: Weight,
    #[prop_or_default]
    pub icon: Option<Icon>,
    /// What it sets off is under way.
    #[prop_or_default]
    pub busy: bool,
    #[prop_or_default]
    pub disabled: bool,
    #[prop_or_default]
    pub small: bool,
    #[prop_or_default]
    pub wide: bool,
    /// Sends the form it stands in.
    #[prop_or_default]
    pub submit: bool,
    /// The form it sends, where it stands outside of it.
    #[prop_or_default]
    pub form: Option<AttrValue>,
    #[prop_or_default]
    pub onclick: Callback<()>,
    pub children: Html,
}

/// A button. While busy it turns and takes no second press.
#[component]
pub fn Button(props: &ButtonProps) -> Html {
    let weight = match props.weight {
        Weight::Primary => "primary",
        Weight::Plain => "",
        Weight::Danger => "danger",
        Weight::Text => "text",
    };
    let class = classes!("button", weight, props.small.then_some("small"), props.wide.then_some("wide"));
    let onclick = {
        let (onclick, busy) = (props.onclick.clone(), props.busy);
        Callback::from(move |_| {
            if !busy {
                onclick.emit(())
            }
        })
    };
    html! {
        <button {class} type={if props.submit { "submit" } else { "button" }} form={props.form.clone()} disabled={props.disabled} aria-busy={props.busy.then_some("true")} {onclick}>
            if props.busy {
                <span class="spinner" aria-hidden="true"></span>
            } else if let Some(icon) = props.icon {
                { icon.small() }
            }
            { props.children.clone() }
        </button>
    }
}

#[derive(PartialEq, Properties)]
pub struct IconButtonProps {
    pub icon: Icon,
    /// What it does, for those who cannot see the drawing.
    pub label: AttrValue,
    pub onclick: Callback<()>,
}

/// A button that shows a drawing only.
#[component]
pub fn IconButton(props: &IconButtonProps) -> Html {
    let onclick = props.onclick.reform(|_| ());
    html! { <button class="icon-button" type="button" aria-label={props.label.clone()} title={props.label.clone()} {onclick}>{ props.icon.draw() }</button> }
}
