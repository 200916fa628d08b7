//! The frame of every server-rendered page. Works with no script at all: plain links, plain forms, one style sheet.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::ServiceConfig;
use actix_web::{FromRequest, HttpRequest};
use maud::{DOCTYPE, Markup, html};
use shared::call::percent_encoded;
use shared::lang::Lang;
use shared::settings::Settings;
use shared::value::Phone;

use crate::embed::asset;

pub mod answers;
pub mod home;
pub mod icons;
pub mod mode;
pub mod privacy;
pub mod problems;
pub mod words;

use words::Words;

/// The pages that belong to no noun.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(home::home)
        .service(home::find_receipt)
        .service(mode::change_mode)
        .service(privacy::privacy)
        .service(problems::kind_of_problem);
}

/// How one reader wants pages: in which language, in which size, and where to come back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    pub lang: Lang,
    /// 长辈版: larger type and larger targets.
    pub elder: bool,
    /// Path and query of the page being read, without `lang`.
    pub here: String,
}

impl Reader {
    /// Reads `?lang=`, then the cookie `lang`, then `Accept-Language`; and the cookie `elder`.
    pub fn of(req: &HttpRequest) -> Self {
        let asked = query_pairs(req.query_string()).find_map(|(name, value)| (name == "lang").then(|| value.parse().ok())?);
        let kept = || req.cookie(mode::LANG_COOKIE).and_then(|c| c.value().parse().ok());
        let accepted = || req.headers().get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).map(Lang::accepted);
        Self {
            lang: asked.or_else(kept).or_else(accepted).unwrap_or_default(),
            elder: req.cookie(mode::ELDER_COOKIE).is_some_and(|c| c.value() == "1"),
            here: here(req),
        }
    }
}

impl FromRequest for Reader {
    type Error = Infallible;
    type Future = Ready<Result<Self, Infallible>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::of(req)))
    }
}

fn query_pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query.split('&').filter_map(|pair| pair.split_once('='))
}

fn here(req: &HttpRequest) -> String {
    let rest: Vec<&str> = req.query_string().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    if rest.is_empty() { req.path().to_owned() } else { format!("{}?{}", req.path(), rest.join("&")) }
}

/// What every page says about the house it stands in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct House {
    /// `清湖街道`.
    pub sub_district: Option<String>,
    pub supervision_phone: Option<Phone>,
}

impl From<&Settings> for House {
    fn from(settings: &Settings) -> Self {
        Self {
            sub_district: settings.sub_district_name.as_ref().map(|name| name.to_string()),
            supervision_phone: settings.supervision_phone.clone(),
        }
    }
}

/// How wide a page may grow on a desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// One column to read.
    Column,
    /// Two columns from 1024 px on (`.columns`).
    Desk,
}

/// Draws a whole page around `main`, which holds the page's only `h1`.
pub fn page(reader: &Reader, house: &House, width: Width, title: &str, main: &Markup) -> Markup {
    let lang = reader.lang;
    let site = house.sub_district.as_ref().map_or_else(|| lang.site(), |name| lang.site_of(name));
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) data-mode=[reader.elder.then_some("elder")] {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                meta name="color-scheme" content="light dark";
                meta name="format-detection" content="telephone=no";
                title { (title) " · " (site) }
                @for sheet in ["tokens.css", "public.css"] {
                    @if let Some(address) = asset(sheet) { link rel="stylesheet" href=(address); }
                }
            }
            body class=[(width == Width::Desk).then_some("wide")] {
                a.skip href="#main" { (lang.skip()) }
                (top(reader, &site))
                main #main tabindex="-1" { (main) }
                (bottom(reader, house))
            }
        }
    }
}

fn top(reader: &Reader, site: &str) -> Markup {
    let lang = reader.lang;
    html! {
        header.top {
            div.top-row {
                a.top-home href="/" { (icons::GRID) (site) }
                a.top-switch href=(elder_link(reader)) { span { (if reader.elder { lang.standard_size() } else { lang.elder_size() }) } }
                (lang_link(reader, "top-switch top-lang"))
            }
        }
    }
}

fn bottom(reader: &Reader, house: &House) -> Markup {
    let lang = reader.lang;
    html! {
        footer.bottom {
            div.bottom-row {
                nav aria-label=(lang.more()) {
                    ul {
                        li { a href="/boards" { (lang.all_boards()) } }
                        li { a href="/verify" { (lang.verify()) } }
                        li { a href="/privacy" { (lang.privacy()) } }
                        li { a href="/app/" { (lang.staff()) } }
                        li { (lang_link(reader, "bottom-lang")) }
                    }
                }
                @if let Some(phone) = &house.supervision_phone {
                    p { (lang.supervision()) " " a href={ "tel:" (phone) } { (spaced(phone)) } }
                }
                p { (lang.footer_note()) }
            }
        }
    }
}

fn elder_link(reader: &Reader) -> String {
    format!("/mode?elder={}&back={}", u8::from(!reader.elder), percent_encoded(&reader.here))
}

fn lang_link(reader: &Reader, class: &str) -> Markup {
    let (other, label) = match reader.lang {
        Lang::Zh => (Lang::En, "English"),
        Lang::En => (Lang::Zh, "中文"),
    };
    html! {
        a class=(class) lang=(other.tag()) hreflang=(other.tag()) href={ "/mode?lang=" (other.tag()) "&back=" (percent_encoded(&reader.here)) } { span { (label) } }
    }
}

/// A number in the groups people read it in: `138 0570 1234`; a landline keeps its hyphen.
pub fn spaced(phone: &Phone) -> String {
    match (phone.is_mobile(), phone.get(..3), phone.get(3..7), phone.get(7..)) {
        (true, Some(a), Some(b), Some(c)) => format!("{a} {b} {c}"),
        _ => phone.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use actix_web::cookie::Cookie;
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_address_outranks_the_cookie_and_the_cookie_the_browser() {
        let browser = || TestRequest::with_uri("/g/207001").insert_header((header::ACCEPT_LANGUAGE, "en-GB"));
        assert_eq!(Reader::of(&browser().to_http_request()).lang, Lang::En);
        assert_eq!(Reader::of(&browser().cookie(Cookie::new("lang", "zh-CN")).to_http_request()).lang, Lang::Zh);
        let asked = TestRequest::with_uri("/boards?q=a&lang=en").cookie(Cookie::new("lang", "zh-CN")).to_http_request();
        assert_eq!((Reader::of(&asked).lang, Reader::of(&asked).here), (Lang::En, "/boards?q=a".to_owned()));
        assert_eq!(Reader::of(&TestRequest::with_uri("/?lang=xx").to_http_request()).lang, Lang::Zh);
    }

    #[test]
    fn phones_are_grouped_for_reading() -> Result<(), shared::value::Fault> {
        assert_eq!(spaced(&"13805701234".parse()?), "138 0570 1234");
        assert_eq!(spaced(&"05704012345".parse()?), "0570-4012345");
        Ok(())
    }
}
