//! The agreement as a page: to be read by the parties before they sign, and printed, without a network too. The same words as the PDF's.

use std::rc::Rc;

use shared::disputes::Dispute;
use shared::disputes::agreement::{self, SignaturePlace};
use yew::prelude::*;

use super::view::agreement_text;
use crate::device;
use crate::look::use_lang;
use crate::parts::button::{Button, Weight};
use crate::parts::icon::Icon;
use crate::parts::ink::drawn;
use crate::parts::page::Page;
use crate::parts::state;
use crate::route::Route;
use crate::words::DisputeWords;

#[derive(PartialEq, Properties)]
pub struct AgreementPaperProps {
    pub dispute: Rc<Dispute>,
}

/// One sheet of paper; Chinese, whatever language the reader uses: it is a legal document.
#[component]
pub fn AgreementPaper(props: &AgreementPaperProps) -> Html {
    let lang = use_lang();
    let dispute = &props.dispute;
    let (standing, back) = (&dispute.standing, Route::Dispute { id: dispute.case });
    let Some(draft) = &standing.draft else {
        let empty = state::empty(Icon::File, lang.no_agreement_yet(), lang.no_agreement_yet_text(), Html::default());
        return html! { <Page title={lang.agreement()} {back}><div class="card">{ empty }</div></Page> };
    };
    let print = Callback::from(|()| {
        // A browser that cannot print has said so itself.
        let _ = device::window().map(|window| window.print());
    });
    let place = |SignaturePlace { label, ink, below }: SignaturePlace<'_>| {
        html! {
            <li key={label.clone()}>
                <span>{ label }</span>
                <span class="paper-ink">if let Some(ink) = ink { { drawn(ink) } }</span>
                <small>{ below }</small>
            </li>
        }
    };
    let dock = html! { <Button weight={Weight::Primary} icon={Icon::File} onclick={print}>{ lang.print_page() }</Button> };
    html! {
        <Page title={lang.agreement()} {back} {dock}>
            <article class="paper" lang="zh-CN">
                <h2>{ "人民调解协议书" }</h2>
                if let Some(number) = &dispute.number {
                    <p class="paper-right">{ number.on_paper() }</p>
                }
                if let Some(state) = agreement::state(standing, draft) {
                    <p class="paper-state">{ state }</p>
                }
                { agreement_text(standing) }
                if !draft.oral {
                    <ul class="paper-signatures">{ for agreement::places(dispute).into_iter().map(place) }</ul>
                }
                <p class="paper-right">{ agreement::seal(dispute) }</p>
                <p class="paper-right pre">{ agreement::agreed_on(standing) }</p>
                if let Some(text) = &standing.text {
                    <small class="paper-code">{ agreement::check_code(text) }</small>
                }
            </article>
        </Page>
    }
}
