//! A problem as a person reads it in a browser: what happened, and what to do now.

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap};
use actix_web::middleware::Next;
use actix_web::{Error, Responder};
use maud::{Markup, html};
use shared::lang::Lang;
use shared::problem::{Code, Problem};

use super::answers::Shown;
use super::words::Words;
use super::{House, Reader, Width, icons, page};

/// Shows a browser the page of a problem where a program gets `application/problem+json`: outside `/api`, and only to those who
/// accept `text/html`. Goes around everything that may answer with a problem.
pub async fn problems_for_people(req: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<BoxBody>, Error> {
    let person = !req.path().starts_with("/api/") && accepts_html(req.headers());
    let answer = next.call(req).await?.map_into_boxed_body();
    if !person || !is_problem(answer.headers()) {
        return Ok(answer);
    }
    let (req, answer) = answer.into_parts();
    let status = answer.status();
    let kept: Vec<_> = answer.headers().iter().filter(|(name, _)| is_kept(name)).map(|(n, v)| (n.clone(), v.clone())).collect();
    let bytes = to_bytes(answer.into_body()).await.unwrap_or_default();
    let problem: Problem = serde_json::from_slice(&bytes)?;
    let reader = Reader::of(&req);
    let shown = problem_page(&reader, &House::default(), &problem);
    let mut answer = Shown::personal(shown).with(status).respond_to(&req);
    kept.into_iter().for_each(|(name, value)| answer.headers_mut().append(name, value));
    Ok(ServiceResponse::new(req, answer))
}

fn accepts_html(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

fn is_problem(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|kind| kind.starts_with("application/problem+json"))
}

/// The headers of the problem that still hold for its page.
fn is_kept(name: &header::HeaderName) -> bool {
    [header::ALLOW, header::RETRY_AFTER, header::SET_COOKIE, header::WWW_AUTHENTICATE].contains(name) || name.as_str() == "x-request-id"
}

/// The page of one problem.
pub fn problem_page(reader: &Reader, house: &House, problem: &Problem) -> Markup {
    let lang = reader.lang;
    let body = html! {
        section.card.center {
            span.sign { (sign(problem.code)) }
            h1 { (problem.title) }
            p { (problem.detail) }
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
        Code::TooMany | Code::Busy => icons::CLOCK,
        _ => icons::WARNING,
    }
}

/// What somebody without any knowledge of computers can do about it.
pub fn advice(code: Code, lang: Lang) -> String {
    match code {
        Code::NotFound | Code::Gone => lang.advice_not_found(),
        Code::TooMany | Code::Busy => lang.advice_wait(),
        Code::Internal => lang.advice_ours(),
        Code::Invalid | Code::TooLarge | Code::PhotoUnreadable | Code::FileUnreadable | Code::UnsupportedMediaType => lang.advice_correct(),
        Code::SignInRequired | Code::SessionEnded | Code::Forbidden => lang.advice_sign_in(),
        _ => lang.advice_other(),
    }
}
