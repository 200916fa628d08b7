//! The reader's own settings, kept in two cookies and changed by plain links.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header;
use actix_web::web::Query;
use actix_web::{HttpResponse, Responder, get};
use serde::Deserialize;
use shared::lang::Lang;

/// Holds `zh-CN` or `en`.
pub const LANG_COOKIE: &str = "lang";
/// Holds `1` for 长辈版.
pub const ELDER_COOKIE: &str = "elder";

/// What a link of the page's head changes. What cannot be read changes nothing.
#[derive(Debug, Deserialize)]
pub struct Change {
    elder: Option<String>,
    lang: Option<String>,
    back: Option<String>,
}

/// Keeps the choice for a year and goes back to the page it was made on.
#[get("/mode")]
pub async fn change_mode(change: Query<Change>) -> impl Responder {
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((header::LOCATION, way_back(change.back.as_deref())));
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(elder @ ("0" | "1")) = change.elder.as_deref() {
        answer.cookie(kept(ELDER_COOKIE, elder.to_owned()));
    }
    if let Some(lang) = change.lang.as_deref().and_then(|l| l.parse::<Lang>().ok()) {
        answer.cookie(kept(LANG_COOKIE, lang.tag().to_owned()));
    }
    answer.finish()
}

/// Readable by the app's script on purpose: it opens in the same language and size.
fn kept(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value).path("/").max_age(Duration::days(365)).same_site(SameSite::Lax).finish()
}

/// Only a path on this very site; anything a browser could read as another host leads home.
fn way_back(back: Option<&str>) -> &str {
    let safe = |path: &&str| {
        path.starts_with('/') && !path.starts_with("//") && path.len() <= 500 && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
    };
    back.filter(safe).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_never_leaves_the_site() {
        for fine in ["/", "/g/207001", "/boards?q=%E5%8D%81%E6%9D%91"] {
            assert_eq!(way_back(Some(fine)), fine);
        }
        for bad in [
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/a b",
            "",
            "boards",
            "/\r\nset-cookie: a=b",
            "/十村",
        ] {
            assert_eq!(way_back(Some(bad)), "/", "{bad:?}");
        }
        assert_eq!(way_back(None), "/");
    }
}
