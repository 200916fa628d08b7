//! A problem as a person reads it in a browser: what happened, and what to do now.

use actix_web::get;
use actix_web::web::Path;
use maud::{Markup, html};
use shared::lang::Lang;
use shared::problem::{Code, Problem};

use super::answers::Shown;
use super::words::Words;
use super::{House, Reader, Width, icons, page};
use crate::answer::Answer;
use crate::error::{Error, status};

/// The page of one problem.
pub fn problem_page(reader: &Reader, house: &House, problem: &Problem) -> Markup {
    let lang = reader.lang;
    let body = html! {
        section.card.center {
            span.sign { (sign(problem.code)) }
            h1 { (problem.title) }
            @if problem.detail != problem.title { p { (problem.detail) } }
        }
        @if !problem.errors.is_empty() {
            section.error-summary role="alert" aria-labelledby="to-correct" {
                h2 #to-correct { (lang.to_correct()) }
                ul { @for error in &problem.errors { li { (error.message) } } }
            }
        }
        section.card {
            h2 { (lang.what_to_do()) }
            p { (advice(problem.code, lang)) }
            @if let Some(id) = problem.request_id.as_ref().filter(|_| problem.status >= 500) { p.soft.small { (lang.request_number(id)) } }
            div.buttons {
                a.button.button-primary href="/" { (lang.back_home()) }
                @match problem.code {
                    Code::NotFound | Code::Gone => { a.button href="/boards" { (icons::SEARCH) (lang.all_boards()) } }
                    Code::SignInRequired | Code::SessionEnded | Code::Forbidden => { a.button href="/app/" { (icons::LOCK) (lang.staff()) } }
                    _ => {}
                }
                @if let Some(phone) = &house.supervision_phone { a.button href={ "tel:" (phone) } { (icons::PHONE) (lang.call_supervision()) } }
            }
        }
    };
    page(reader, house, Width::Column, &problem.title, &body)
}

fn sign(code: Code) -> icons::Icon {
    match code {
        Code::NotFound | Code::Gone => icons::SEARCH,
        Code::SignInRequired | Code::SessionEnded | Code::Forbidden => icons::LOCK,
        Code::TooMany | Code::ProofRequired | Code::Busy => icons::CLOCK,
        _ => icons::WARNING,
    }
}

/// What somebody without any knowledge of computers can do about it.
pub fn advice(code: Code, lang: Lang) -> String {
    match code {
        Code::NotFound | Code::Gone => lang.advice_not_found(),
        Code::TooMany | Code::ProofRequired | Code::Busy => lang.advice_wait(),
        Code::Internal => lang.advice_ours(),
        Code::Invalid | Code::TooLarge | Code::PhotoUnreadable | Code::FileUnreadable | Code::UnsupportedMediaType => lang.advice_correct(),
        Code::SignInRequired | Code::SessionEnded | Code::Forbidden => lang.advice_sign_in(),
        _ => lang.advice_other(),
    }
}

/// The page that the `type` of a problem points to: what this kind means, for those who write programs and those who meet it.
#[get("/problems/{code}")]
pub async fn kind_of_problem(reader: Reader, code: Path<String>) -> Answer<Shown> {
    let code: Code = code.parse().map_err(|_| Error::not_found())?;
    let lang = reader.lang;
    let main = html! {
        section.card.center { span.sign { (sign(code)) } h1 { (code.label(lang)) } }
        dl.cells {
            div.cell { dt { (lang.problem_code()) } dd.digits { (code) } }
            div.cell { dt { (lang.problem_status()) } dd.digits { (status(code).as_u16()) } }
        }
        section.card { h2 { (lang.what_to_do()) } p { (advice(code, lang)) } p.soft { (lang.problem_note()) } }
    };
    Ok(Shown::public(page(&reader, &House::default(), Width::Column, code.label(lang), &main)))
}
