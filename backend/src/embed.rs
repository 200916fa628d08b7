//! The page inside the binary: what `cargo xtask` built into `target/page`. Files below `/assets/` have their content's hash in
//! the name and are kept by browsers for ever; the others keep their name and are asked for again each time.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{AcceptEncoding, CACHE_CONTROL, CONTENT_ENCODING, ETAG, Encoding, EntityTag, Header, IfNoneMatch, LOCATION, VARY},
    web::{self, Bytes, Path, ServiceConfig},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::error::Error;

#[derive(RustEmbed)]
#[folder = "../target/page"]
#[allow_missing = true]
struct Page;

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// Logical names (`public.css`) to the hashed names of this build.
static NAMES: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let names = Page::get("assets.json").map(|file| serde_json::from_slice(&file.data));
    names.and_then(Result::ok).unwrap_or_default()
});

/// The address of an asset by its logical name, such as `public.css`. None when the page was not built or has no such file.
pub fn asset(name: &str) -> Option<String> {
    NAMES.get(name).map(|hashed| format!("/assets/{hashed}"))
}

/// The app under `/app`, its assets, and the files browsers look for at the root.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(web::resource("/assets/{file}").get(hashed))
        .service(web::resource("/app").get(to_app))
        .service(web::resource("/app/worker.js").get(worker))
        .service(web::resource("/app/{tail:.*}").get(app))
        .service(web::resource("/manifest.webmanifest").get(manifest))
        .service(web::resource("/favicon.ico").get(favicon));
}

async fn hashed(request: HttpRequest, file: Path<String>) -> Result<HttpResponse, Error> {
    answer(&request, &format!("assets/{file}"), FOR_EVER)
}

/// Every address of the app is the same document; the app reads the address itself.
async fn app(request: HttpRequest) -> Result<HttpResponse, Error> {
    answer(&request, "index.html", ASK_AGAIN)
}

/// The service worker keeps what lies below its own folder, so that is where the app begins.
async fn to_app() -> HttpResponse {
    HttpResponse::PermanentRedirect().insert_header((LOCATION, "/app/")).finish()
}

/// The service worker of this release.
async fn worker(request: HttpRequest) -> Result<HttpResponse, Error> {
    answer(&request, "worker.js", ASK_AGAIN)
}

async fn manifest(request: HttpRequest) -> Result<HttpResponse, Error> {
    answer(&request, "manifest.webmanifest", ASK_AGAIN)
}

async fn favicon(request: HttpRequest) -> Result<HttpResponse, Error> {
    answer(&request, "favicon.ico", "public, max-age=86400")
}

/// One embedded file, in the smallest form the browser takes. It is never compressed here: that was done when the page was built.
fn answer(request: &HttpRequest, path: &str, keep: &'static str) -> Result<HttpResponse, Error> {
    let (file, encoding) = smallest(request, path).ok_or_else(Error::not_found)?;
    // The hash is of the form that is sent, so each form has a tag of its own.
    let tag = EntityTag::new_strong(hex(&file.metadata.sha256_hash()));
    let known = IfNoneMatch::parse(request).is_ok_and(|header| match header {
        IfNoneMatch::Any => true,
        IfNoneMatch::Items(tags) => tags.iter().any(|known| known.weak_eq(&tag)),
    });
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header((ETAG, tag.to_string())).insert_header((CACHE_CONTROL, keep)).insert_header((VARY, "Accept-Encoding"));
    if known {
        return Ok(response.finish());
    }
    if let Some(encoding) = encoding {
        response.insert_header((CONTENT_ENCODING, encoding));
    }
    Ok(response.content_type(content_type(path)).body(match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    }))
}

/// The file as brotli if the browser takes that, else as gzip, else as it is; with its `Content-Encoding`.
fn smallest(request: &HttpRequest, path: &str) -> Option<(EmbeddedFile, Option<&'static str>)> {
    let accepted = AcceptEncoding::parse(request).ok();
    let takes = |encoding: Encoding| {
        let choice = [encoding.clone(), Encoding::identity()];
        accepted.as_ref().is_some_and(|accepted| accepted.negotiate(choice.iter()) == Some(encoding))
    };
    let forms = [(Encoding::brotli(), "br", "br"), (Encoding::gzip(), "gz", "gzip")];
    let packed = forms.into_iter().find_map(|(encoding, ending, name)| {
        let file = Page::get(&format!("{path}.{ending}")).filter(|_| takes(encoding))?;
        Some((file, Some(name)))
    });
    // `app.js.br` is a form of a file, not a file of its own.
    let own = !path.ends_with(".br") && !path.ends_with(".gz");
    packed.or_else(|| Page::get(path).filter(|_| own).map(|file| (file, None)))
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use actix_web::{App, body::MessageBody, dev::ServiceResponse, http::StatusCode, test};

    use super::*;

    /// The answer to a GET with these headers.
    async fn get(path: &str, headers: &[(&'static str, &str)]) -> ServiceResponse<impl MessageBody + use<>> {
        let app = test::init_service(App::new().configure(routes)).await;
        let request = test::TestRequest::get().uri(path);
        let request = headers.iter().fold(request, |request, header| request.insert_header(*header));
        test::call_service(&app, request.to_request()).await
    }

    fn header<B>(response: &ServiceResponse<B>, name: &str) -> String {
        response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
    }

    fn address(name: &str) -> String {
        asset(name).expect("the page is not built: run `cargo xtask page`")
    }

    #[actix_web::test]
    async fn an_asset_is_kept_for_ever_and_sent_as_the_browser_takes_it() {
        let wasm = address("app_bg.wasm");
        let mut tags = Vec::new();
        for (accepted, encoding) in [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", "")] {
            let response = get(&wasm, &[("accept-encoding", accepted)]).await;
            assert_eq!(response.status(), StatusCode::OK);
            assert_eq!(header(&response, "content-encoding"), encoding, "{accepted}");
            assert_eq!(header(&response, "content-type"), "application/wasm");
            assert_eq!(header(&response, "cache-control"), FOR_EVER);
            assert_eq!(header(&response, "vary"), "Accept-Encoding");
            tags.push(header(&response, "etag"));
            let again = get(&wasm, &[("accept-encoding", accepted), ("if-none-match", tags.last().unwrap())]).await;
            assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
            assert_eq!(header(&again, "etag"), tags[tags.len() - 1]);
        }
        tags.dedup();
        assert_eq!(tags.len(), 3, "each form has its own tag");
    }

    #[actix_web::test]
    async fn every_address_of_the_app_is_the_document() {
        let response = get("/app", &[]).await;
        assert_eq!((response.status(), &*header(&response, "location")), (StatusCode::PERMANENT_REDIRECT, "/app/"));
        for path in ["/app/", "/app/cases/01890a5d-ac96-774b-bcce-b302099a8057"] {
            let response = get(path, &[]).await;
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert_eq!(header(&response, "cache-control"), "no-cache");
            let body = test::read_body(response).await;
            let html = String::from_utf8(body.to_vec()).unwrap();
            assert!(html.contains(&address("boot.js")) && !html.contains("/assets/boot.js"));
        }
    }

    #[actix_web::test]
    async fn what_is_not_there_is_not_found() {
        let form = format!("{}.br", address("app.js"));
        for path in ["/assets/app.js", "/assets/..%2Findex.html", "/assets/assets.json", &form, "/assets/"] {
            assert_eq!(get(path, &[]).await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[actix_web::test]
    async fn the_worker_knows_the_files_of_its_release() {
        let response = get("/app/worker.js", &[]).await;
        assert_eq!(header(&response, "cache-control"), "no-cache");
        let body = test::read_body(response).await;
        let script = String::from_utf8(body.to_vec()).unwrap();
        for name in ["boot.js", "app.js", "parts.js", "app_bg.wasm", "split_office.wasm", "app.css", "leaflet.js"] {
            assert!(script.contains(&address(name)), "{name}");
        }
        assert!(!script.contains("__") && !script.contains(&address("public.css")));
    }

    #[actix_web::test]
    async fn the_manifest_and_its_icons_are_there() {
        let response = get("/manifest.webmanifest", &[]).await;
        assert_eq!(header(&response, "content-type"), "application/manifest+json");
        let manifest: serde_json::Value = test::read_body_json(response).await;
        for icon in manifest["icons"].as_array().unwrap() {
            let response = get(icon["src"].as_str().unwrap(), &[]).await;
            assert_eq!(header(&response, "content-type"), icon["type"].as_str().unwrap());
        }
        assert_eq!(get("/favicon.ico", &[]).await.status(), StatusCode::OK);
    }
}
