//! The application: what it stands on, and every slice's routes in one list.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{Data, PathConfig, ServiceConfig};
use actix_web::{App, HttpRequest, HttpResponse, get, web};
use shared::problem::Code;
use shared::time::Moment;
use utoipa_actix_web::AppExt;

use crate::blobs::Blobs;
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
    badges, boards, cases, categories, divisions, embed, grids, imports, pages, photos, receipts, reports, routing, session, settings,
    staffing, telling, units,
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
}

impl State {
    /// Opens the database and reads, or makes, what all servers share.
    pub fn open(config: Config) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&config.data)?;
        let db = Db::open(&config.database_url)?;
        let now = Moment::now();
        let (keys, secrets) = db.write_blocking(move |conn| Ok((Keys::load(conn, now)?, Secrets::load(conn, now)?)))?;
        let passwords = Passwords::new(config.password_kib)?;
        let limits = Limits::new(&config);
        let blobs = Blobs::on_disk(&config.data)?;
        let darkroom = Darkroom::new(PhotoLimits::default());
        Ok(Self { config, db, keys, secrets, passwords, limits, boundaries: KeptMap::default(), blobs, darkroom })
    }
}

/// The routes of the API, each registered once: they are also its document.
fn api(config: &mut utoipa_actix_web::service_config::ServiceConfig) {
    session::routes(config);
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
    reports::routes(config);
    receipts::routes(config);
    cases::routes(config);
    photos::routes(config);
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
    let document = Document::new(document, &state.config.public_url);
    app.app_data(Data::new(state.config.clone()))
        .app_data(Data::new(state.db.clone()))
        .app_data(Data::new(state.keys.clone()))
        .app_data(Data::new(state.secrets.clone()))
        .app_data(Data::new(state.passwords.clone()))
        .app_data(Data::new(state.limits.clone()))
        .app_data(Data::new(state.boundaries.clone()))
        .app_data(Data::new(state.blobs.clone()))
        .app_data(Data::new(state.darkroom.clone()))
        .app_data(Data::new(document))
        .app_data(PathConfig::default().error_handler(|_, _| Error::not_found().into()))
        .configure(public_pages)
        .configure(openapi::routes(state.config.docs))
        .default_service(web::to(nowhere))
        .wrap(from_fn(telling::frame))
        .wrap(Compress::default())
}

/// 404, or 405 with `Allow` where the path is right and the method is not.
async fn nowhere(request: HttpRequest, document: Data<Document>) -> Result<HttpResponse, Error> {
    match document.methods(request.path()) {
        None => Err(Error::not_found()),
        Some(allowed) => {
            let mut error = Error::new(Code::MethodNotAllowed);
            if let Ok(value) = HeaderValue::from_str(&allowed) {
                error.headers.push((ALLOW, value));
            }
            Err(error)
        }
    }
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
