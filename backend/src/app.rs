//! The application: what it stands on, and every slice's routes in one list.

use std::sync::{Arc, OnceLock};

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header::ALLOW;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{Data, PathConfig, ServiceConfig};
use actix_web::{App, HttpRequest, HttpResponse, get, web};
use anyhow::Context;
use shared::problem::Code;
use shared::time::Moment;
use utoipa_actix_web::AppExt;

use crate::blobs::Blobs;
use crate::channels::postman::Postman;
use crate::config::Config;
use crate::db::Db;
use crate::error::Error;
use crate::grids::locate::KeptMap;
use crate::limits::Limits;
use crate::openapi::{self, Document};
use crate::photos::darkroom::Darkroom;
use crate::photos::pipeline::PhotoLimits;
use crate::secrets::Secrets;
use crate::session::keys::Keys;
use crate::session::passwords::Passwords;
use crate::{
    announcements, appeals, badges, boards, care, cases, categories, challenges, channels, devices, disputes, divisions, embed,
    emergencies, grids, holidays, imports, leaves, notices, pages, patrols, photos, receipts, reports, roster, routing, safety, session,
    settings, sla, staffing, sync, telling, units, uploads, witnessed,
};

/// What every request handler may ask for; cheap to clone, one for all workers.
#[derive(Clone)]
pub struct State {
    pub config: Config,
    pub db: Db,
    pub keys: Keys,
    pub secrets: Secrets,
    pub passwords: Passwords,
    pub limits: Limits,
    pub boundaries: KeptMap,
    pub blobs: Blobs,
    pub darkroom: Darkroom,
    pub postman: Postman,
    /// The API's document, once the first worker has put it together.
    document: Arc<OnceLock<Arc<Document>>>,
}

impl State {
    /// Opens the database and reads, or makes, what all servers share.
    pub fn open(config: Config) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&config.data).with_context(|| format!("cannot make the data folder {}", config.data.display()))?;
        let db = Db::open(&config.database_url)?;
        let now = Moment::now();
        let (keys, secrets) = db.write_blocking(move |conn| Ok((Keys::load(conn, now)?, Secrets::load(conn, now)?)))?;
        db.write_blocking(move |conn| cases::ready(conn, now))?;
        db.write_blocking(move |conn| sync::ready(conn, now))?;
        let passwords = Passwords::new(config.password_kib)?;
        let limits = Limits::new(&config);
        let blobs = Blobs::on_disk(&config.data)?;
        let darkroom = Darkroom::new(PhotoLimits::default());
        let postman = Postman::new(&config);
        Ok(Self {
            config,
            db,
            keys,
            secrets,
            passwords,
            limits,
            boundaries: KeptMap::default(),
            blobs,
            darkroom,
            postman,
            document: Arc::default(),
        })
    }
}

/// The routes of the API, each registered once: they are also its document.
fn api(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    session::routes(config);
    devices::routes(config);
    settings::routes(config);
    divisions::routes(config);
    grids::routes(config);
    imports::routes(config);
    staffing::routes(config);
    units::routes(config);
    routing::routes(config);
    boards::routes(config);
    badges::routes(config);
    categories::routes(config);
    holidays::routes(config);
    sla::routes(config);
    challenges::routes(config);
    reports::routes(config);
    receipts::routes(config);
    cases::routes(config);
    appeals::routes(config);
    disputes::routes(config);
    witnessed::routes(config);
    patrols::routes(config);
    safety::routes(config);
    care::routes(config);
    emergencies::routes(config);
    roster::routes(config);
    leaves::routes(config);
    announcements::routes(config);
    notices::routes(config);
    channels::routes(config);
    photos::routes(config);
    uploads::routes(config);
    sync::routes(config);
}

/// The pages for people, rendered here.
fn public_pages(config: &mut ServiceConfig) {
    config.service(jwks).service(health).service(readiness);
    pages::routes(config);
    boards::pages(config);
    badges::pages(config);
    reports::pages(config);
    receipts::pages(config);
    embed::routes(config);
}

/// The whole application.
pub fn app(
    state: State,
) -> App<
    impl ServiceFactory<ServiceRequest, Config = (), Response = ServiceResponse<impl MessageBody>, Error = actix_web::Error, InitError = ()>,
> {
    let (app, document) =
        App::new().into_utoipa_app().openapi(openapi::base()).service(utoipa_actix_web::scope("/api/v1").configure(api)).split_for_parts();
    // One for all workers.
    let document = state.document.get_or_init(|| Document::apart(document, state.config.public_url.clone())).clone();
    app.app_data(Data::new(state.config.clone()))
        .app_data(Data::new(state.db.clone()))
        .app_data(Data::new(state.keys.clone()))
        .app_data(Data::new(state.secrets.clone()))
        .app_data(Data::new(state.passwords.clone()))
        .app_data(Data::new(state.limits.clone()))
        .app_data(Data::new(state.boundaries.clone()))
        .app_data(Data::new(state.blobs.clone()))
        .app_data(Data::new(state.darkroom.clone()))
        .app_data(Data::new(state.postman.clone()))
        .app_data(Data::from(document))
        .app_data(PathConfig::default().error_handler(|_, request| unfit_path(request).into()))
        .configure(public_pages)
        .configure(openapi::routes(state.config.docs))
        .configure(other_methods)
        .default_service(web::to(nowhere))
        .wrap(from_fn(telling::frame))
        .wrap(Compress::default())
}

/// The addresses of the pages, and those of them that take a form. What they do not take comes here and is told what they do.
fn other_methods(config: &mut ServiceConfig) {
    const READ: &[&str] = &[
        "/",
        "/.well-known/jwks.json",
        "/health",
        "/readiness",
        "/mode",
        "/privacy",
        "/problems/{code}",
        "/openapi.json",
        "/g/{code}",
        "/g/{code}/people/{person}.vcf",
        "/boards",
        "/boards.pdf",
        "/boards/{code}/print",
        "/verify",
        "/verify/{badge}",
        "/r",
        "/r/{code}",
    ];
    let kinds = [(READ, "GET, HEAD"), (&["/g/{code}/report"], "GET, HEAD, POST"), (&["/r/{code}/photos"], "POST")];
    for (path, allowed) in kinds.into_iter().flat_map(|(paths, allowed)| paths.iter().map(move |path| (*path, allowed))) {
        config.service(web::resource(path).to(move || async move { Err::<HttpResponse, _>(only(allowed)) }));
    }
}

/// 405 with `Allow`.
fn only(allowed: &str) -> Error {
    Error::new(Code::MethodNotAllowed).header(ALLOW, allowed)
}

/// 404, or 405 where the path is the API's and the method is not.
async fn nowhere(request: HttpRequest, document: Data<Document>) -> Result<HttpResponse, Error> {
    Err(document.methods(request.path()).map_or_else(Error::not_found, |allowed| only(&allowed)))
}

/// `PUT /grids/here` is met by the route of `PUT /grids/{code}`, which cannot read the code: where another path is nearer, the method is
/// what is wrong.
fn unfit_path(request: &HttpRequest) -> Error {
    let allowed = request.app_data::<Data<Document>>().and_then(|document| document.methods(request.path()));
    let refused = allowed.filter(|allowed| !allowed.split(", ").any(|method| method == request.method().as_str()));
    refused.map_or_else(Error::not_found, |allowed| only(&allowed))
}

/// The public keys of access tokens.
#[get("/.well-known/jwks.json")]
async fn jwks(keys: Data<Keys>) -> HttpResponse {
    HttpResponse::Ok().insert_header(("cache-control", "public, max-age=300")).json(keys.public())
}

/// Whether the process lives.
#[get("/health")]
async fn health() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({"status": "ok"}))
}

/// Whether it can serve: the database answers.
#[get("/readiness")]
async fn readiness(db: Data<Db>) -> Result<HttpResponse, Error> {
    db.ping().await?;
    Ok(HttpResponse::Ok().json(serde_json::json!({"status": "ready"})))
}
