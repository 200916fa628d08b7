//! A form in a sheet: what went wrong, the fields, cancel and save.

use shared::problem::Code;
use yew::prelude::*;

use super::button::{Button, Weight};
use super::form::Complaint;
use super::icon::Icon;
use super::sheet::Sheet;
use super::use_id;
use crate::api::{Failure, Sending};
use crate::look::use_lang;
use crate::words::{OfficeWords, ShellWords};

#[derive(Clone, PartialEq, Properties)]
pub struct FormSheetProps {
    pub title: AttrValue,
    pub send: Sending,
    /// Reads the fields and sends them.
    pub submit: Callback<()>,
    pub close: Callback<()>,
    /// Reads the record anew, after somebody else has changed it.
    #[prop_or_default]
    pub again: Option<Callback<()>>,
    /// What the button says; 保存 where nothing is given.
    #[prop_or_default]
    pub save: Option<AttrValue>,
    #[prop_or_default]
    pub tall: bool,
    pub children: Html,
}

/// A form in a sheet that sends what was entered.
#[component]
pub fn FormSheet(props: &FormSheetProps) -> Html {
    let outdated = props.send.failure().and_then(|f| f.code()) == Some(Code::VersionConflict);
    let reload = props.again.clone().filter(|_| outdated).map(|again| {
        let close = props.close.clone();
        Callback::from(move |()| {
            again.emit(());
            close.emit(());
        })
    });
    let FormSheetProps { title, send, submit, close, save, tall, children, .. } = props.clone();
    html! { <SheetForm {title} failure={send.failure().cloned()} busy={send.busy()} {submit} {close} {reload} {save} {tall}>{ children }</SheetForm> }
}

#[derive(PartialEq, Properties)]
pub struct SheetFormProps {
    pub title: AttrValue,
    /// What went wrong.
    pub failure: Option<Failure>,
    pub busy: bool,
    pub submit: Callback<()>,
    pub close: Callback<()>,
    /// Stands in place of saving, where the record is to be read anew first.
    #[prop_or_default]
    pub reload: Option<Callback<()>>,
    /// What the button says; 保存 where nothing is given.
    #[prop_or_default]
    pub save: Option<AttrValue>,
    #[prop_or_default]
    pub tall: bool,
    pub children: Html,
}

/// A form in a sheet, whichever way what was entered goes.
#[component]
pub fn SheetForm(props: &SheetFormProps) -> Html {
    let lang = use_lang();
    let form = use_id().of("form");
    let onsubmit = {
        let submit = props.submit.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            submit.emit(());
        })
    };
    let confirm = (props.reload.is_none() && !props.busy).then(|| props.submit.clone());
    let foot = html! {
        <>
            <Button onclick={props.close.clone()}>{ lang.cancel() }</Button>
            if let Some(reload) = &props.reload {
                <Button weight={Weight::Primary} icon={Icon::Refresh} onclick={reload}>{ lang.load_latest() }</Button>
            } else {
                <Button weight={Weight::Primary} submit=true form={form.clone()} busy={props.busy}>{ props.save.clone().unwrap_or_else(|| lang.save().into()) }</Button>
            }
        </>
    };
    html! {
        <Sheet title={props.title.clone()} close={props.close.clone()} tall={props.tall} {confirm} {foot}>
            <Complaint failure={props.failure.clone()} />
            <form id={form} class="card" {onsubmit} novalidate={true}>{ props.children.clone() }</form>
        </Sheet>
    }
}
