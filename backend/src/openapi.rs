//! The API's document (OpenAPI 3.1), made from the handlers themselves, and what is read from it.

use std::panic::resume_unwind;
use std::sync::Arc;
use std::thread;

use actix_web::web::{Data, ServiceConfig};
use actix_web::{HttpResponse, get};
use serde_json::Value;
use shared::problem::{Code, FieldError, Problem};
use utoipa::OpenApi;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Content, OpenApi as Api, PathItem, Ref, RefOr, Required, ResponseBuilder, Server};
use utoipa_swagger_ui::SwaggerUi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Wangge 网格",
        description = "Grid-based community governance: boards, reports, cases. Errors are problem details (RFC 9457); branch on their `code`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact(name = "Wangge", url = "https://example.org/wangge")
    ),
    // Shapes that only answers name are not found by themselves.
    components(schemas(
        Code,
        FieldError,
        Problem,
        shared::appeals::Appeal,
        shared::boards::Board,
        shared::boards::BoardSummary,
        shared::boards::StaleBoard,
        shared::boards::Visitor,
        shared::boards::cases::PublicCase,
        shared::cases::Case,
        shared::cases::CaseOrder,
        shared::cases::CaseSummary,
        shared::cases::Queue,
        shared::cases::bulk::TransitionResults,
        shared::cases::filters::SavedFilter,
        shared::cases::queue::CaseCounts,
        shared::cases::sharing::Handover,
        shared::cases::templates::Template,
        shared::categories::CategoryInfo,
        shared::challenges::NewChallenge,
        shared::channels::Channel,
        shared::channels::ChannelTested,
        shared::channels::Message,
        shared::devices::Device,
        shared::disputes::Dispute,
        shared::disputes::DisputeSummary,
        shared::disputes::Identity,
        shared::disputes::steps::Mediating,
        shared::divisions::ClassPeriod,
        shared::divisions::Division,
        shared::divisions::DivisionLevel,
        shared::duplicates::Similar,
        shared::grids::BoundaryCheck,
        shared::grids::Grid,
        shared::grids::GridBoundary,
        shared::grids::NearbyGrid,
        shared::holidays::Holidays,
        shared::imports::CoordinateSystem,
        shared::imports::ImportOutcome,
        shared::imports::TableFormat,
        shared::notices::Notice,
        shared::notices::Unread,
        shared::patrols::Patrol,
        shared::patrols::PatrolSummary,
        shared::patrols::coverage::Coverage,
        shared::patrols::coverage::GridCoverage,
        shared::patrols::places::PatrolPlace,
        shared::patrols::plans::PatrolPlans,
        shared::photos::Photo,
        shared::receipts::Receipt,
        shared::reports::FiledReport,
        shared::reports::Report,
        shared::routing::DryRun,
        shared::routing::RoutingRule,
        shared::announcements::Announcement,
        shared::announcements::AnnouncementAnswer,
        shared::announcements::Reach,
        shared::leaves::Leave,
        shared::roster::Roster,
        shared::emergencies::Emergency,
        shared::emergencies::households::Household,
        shared::emergencies::situation::Situation,
        shared::care::CareRecord,
        shared::care::GridCare,
        shared::care::visits::CareVisit,
        shared::safety::GridSafety,
        shared::safety::SafetyFeedback,
        shared::session::Me,
        shared::session::Session,
        shared::session::SignedIn,
        shared::settings::Settings,
        shared::sla::limits::CategoryLimits,
        shared::sla::limits::StageLimit,
        shared::staffing::Appointment,
        shared::staffing::InitialPassword,
        shared::staffing::Person,
        shared::sync::handover::HandedOver,
        shared::sync::held::HeldOp,
        shared::sync::ops::CaseMove,
        shared::sync::ops::CaseRemark,
        shared::sync::ops::Pushed,
        shared::sync::pulling::Pulled,
        shared::sync::receipts::Checked,
        shared::sync::uploads::Upload,
        shared::units::Unit,
        shared::witnessed::HandingOver,
        shared::witnessed::WitnessedHandover,
    )),
    tags(
        (name = "session", description = "Signing in and out"),
        (name = "devices", description = "The phones and browsers the app is used on"),
        (name = "settings", description = "What the sub-district sets once for all its grids"),
        (name = "divisions", description = "Sub-districts and villages by their statistical codes"),
        (name = "grids", description = "Grids, their boundaries, and which grid is here"),
        (name = "staffing", description = "People, appointments, accounts"),
        (name = "units", description = "Offices, platforms and departments that cases are dispatched to"),
        (name = "routing", description = "Rules by which new cases find their way"),
        (name = "boards", description = "Public noticeboards"),
        (name = "categories", description = "The one category tree"),
        (name = "holidays", description = "Holidays and make-up workdays"),
        (name = "sla", description = "How long each stage of a case may take"),
        (name = "reports", description = "What somebody saw"),
        (name = "receipts", description = "What became of a report, for its reporter"),
        (name = "cases", description = "The work that follows a report"),
        (name = "disputes", description = "People's mediation, from the first word to the signed agreement"),
        (name = "appeals", description = "Against the lateness of a closed case, reviewed by two"),
        (name = "patrols", description = "Places to patrol, how often, patrols and what they covered"),
        (name = "rosters", description = "Duty rosters, by week"),
        (name = "leaves", description = "Leave, and who covers"),
        (name = "announcements", description = "Announcements, publicity tasks and news for residents"),
        (name = "emergencies", description = "Emergencies: relocation lists, heads counted, messages with receipts"),
        (name = "care", description = "People to look after, as far as one may know of them, and visits"),
        (name = "safety", description = "Daily safety feedback"),
        (name = "notices", description = "What one is told of the cases that concern one"),
        (name = "channels", description = "Where notices go outside the app, for the administrator"),
        (name = "photos", description = "Photos of reports and cases"),
        (name = "uploads", description = "Files that come in pieces (tus 1.0)"),
        (name = "sync", description = "Phones that work without a signal"),
        (name = "imports", description = "Files in and out"),
    )
)]
struct Base;

/// What every operation shares; the operations come from the handlers.
pub fn base() -> Api {
    Base::openapi()
}

/// Operations anybody may call without a token, by method and path.
const PUBLIC: &[(&str, &str)] = &[
    ("POST", "/auth/login"),
    ("POST", "/auth/refresh"),
    ("POST", "/auth/logout"),
    ("POST", "/auth/setup"),
    ("POST", "/devices/wiped"),
    ("GET", "/settings"),
    ("GET", "/divisions"),
    ("GET", "/divisions/{code}"),
    ("GET", "/grids"),
    ("GET", "/grids/{code}"),
    ("GET", "/grids/{code}/boundary"),
    ("GET", "/grids/here"),
    ("GET", "/boards"),
    ("GET", "/boards/{code}"),
    ("GET", "/boards/{code}/cases"),
    ("GET", "/badges/{badge}"),
    ("GET", "/categories"),
    ("GET", "/holidays"),
    ("GET", "/sla"),
    ("POST", "/reports"),
    ("GET", "/reports/similar"),
    ("GET", "/challenges"),
    ("POST", "/cases/{case}/me-too"),
    ("GET", "/receipts/{code}"),
    ("POST", "/receipts/{code}/transitions"),
    ("POST", "/receipts/{code}/remarks"),
    ("POST", "/receipts/{code}/photos"),
    ("GET", "/photos/{photo}/{rendition}"),
    ("GET", "/portraits/{person}"),
];

/// Says of integers and ids without bounds what their Rust types say: how far they go.
fn bound(part: &mut Value) {
    match part {
        Value::Object(members) => {
            let range = match members.get("format").and_then(Value::as_str) {
                Some("int32") => Some((i64::from(i32::MIN), i64::from(i32::MAX))),
                Some("int64") => Some((i64::MIN, i64::MAX)),
                _ => None,
            };
            if members.get("format").and_then(Value::as_str) == Some("uuid") {
                members.entry("maxLength").or_insert_with(|| 36.into());
            }
            if let Some((least, most)) = range {
                members.entry("minimum").or_insert_with(|| least.into());
                members.entry("maximum").or_insert_with(|| most.into());
            }
            members.values_mut().for_each(bound);
        }
        Value::Array(items) => items.iter_mut().for_each(bound),
        _ => {}
    }
}

/// The finished document, and the methods of each path for 405.
pub struct Document {
    json: String,
    paths: Vec<(Vec<String>, String)>,
}

impl Document {
    /// Puts it together in a thread of its own. It takes some 40 MB for a moment, which the allocator gives back when the thread ends; a
    /// worker would keep them.
    pub fn apart(api: Api, public_url: String) -> Arc<Self> {
        match thread::spawn(move || Self::new(api, &public_url)).join() {
            Ok(made) => Arc::new(made),
            Err(panic) => resume_unwind(panic),
        }
    }

    fn new(mut api: Api, public_url: &str) -> Self {
        let mut server = Server::new(public_url);
        // The API is for partners too, not only for our own page.
        server.extensions = Some(ExtensionsBuilder::new().add("x-internal", false).build());
        api.servers = Some(vec![server]);
        let security = SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .bearer_format("JWT")
                .description(Some("RFC8725: access token of POST /auth/login."))
                .build(),
        );
        if let Some(components) = &mut api.components {
            components.security_schemes.insert("token".into(), security.into());
        }
        for (path, item) in &mut api.paths.paths {
            finish(path, item);
        }
        let paths = api.paths.paths.iter().map(|(path, item)| (path.split('/').map(str::to_owned).collect(), allowed(item))).collect();
        let mut told = serde_json::to_value(&api).unwrap_or_default();
        bound(&mut told);
        let api = serde_json::from_value(told).unwrap_or(api);
        Self { json: api.to_json().unwrap_or_default(), paths }
    }

    /// The document as it is served and committed.
    pub fn json(&self) -> &str {
        &self.json
    }

    /// The `Allow` of a path of the API.
    pub fn methods(&self, path: &str) -> Option<String> {
        let asked: Vec<&str> = path.split('/').collect();
        // A template without a parameter in a place is the nearer one: `/grids/here` before `/grids/{code}`.
        let fits = |template: &&(Vec<String>, String)| {
            template.0.len() == asked.len() && template.0.iter().zip(&asked).all(|(t, a)| t.starts_with('{') || t == a)
        };
        self.paths
            .iter()
            .filter(fits)
            .min_by_key(|(template, _)| template.iter().filter(|t| t.starts_with('{')).count())
            .map(|(_, allowed)| allowed.clone())
    }
}

fn operations(item: &mut PathItem) -> Vec<(&'static str, &mut Operation)> {
    let all = [
        ("GET", item.get.as_mut()),
        ("POST", item.post.as_mut()),
        ("PUT", item.put.as_mut()),
        ("PATCH", item.patch.as_mut()),
        ("DELETE", item.delete.as_mut()),
    ];
    all.into_iter().filter_map(|(method, operation)| operation.map(|o| (method, o))).collect()
}

fn allowed(item: &PathItem) -> String {
    let all = [
        ("GET, HEAD", item.get.is_some()),
        ("POST", item.post.is_some()),
        ("PUT", item.put.is_some()),
        ("PATCH", item.patch.is_some()),
        ("DELETE", item.delete.is_some()),
    ];
    all.iter().filter(|(_, is)| *is).map(|(method, _)| *method).collect::<Vec<_>>().join(", ")
}

/// Adds what is the same everywhere, so that no handler says it: that bodies are needed, path parameters, who may call, problems, `If-Match`.
fn finish(path: &str, item: &mut PathItem) {
    let short = path.trim_start_matches("/api/v1");
    let names: Vec<String> = path.split('/').filter_map(|s| s.strip_prefix('{')?.strip_suffix('}').map(str::to_owned)).collect();
    for (method, operation) in operations(item) {
        let public = PUBLIC.contains(&(method, short));
        operation.security = Some(if public {
            vec![SecurityRequirement::default(), SecurityRequirement::new("token", Vec::<String>::new())]
        } else {
            vec![SecurityRequirement::new("token", Vec::<String>::new())]
        });
        // None of them does anything without its body; of bytes the macro does not say so.
        if let Some(RefOr::T(body)) = &mut operation.request_body {
            body.required = Some(Required::True);
        }
        let parameters = operation.parameters.get_or_insert_default();
        parameters.retain(|p| !matches!(p, RefOr::T(p) if p.parameter_in == ParameterIn::Path));
        parameters.extend(names.iter().map(|name| path_parameter(name).into()));
        parameters.extend(headers(method, short).into_iter().map(Into::into));
        for (status, description) in problems(method, public, !names.is_empty()) {
            let content = Content::new(Some(RefOr::Ref(Ref::from_schema_name("Problem"))));
            let response = ResponseBuilder::new().description(description).content("application/problem+json", content).build();
            operation.responses.responses.entry(status.into()).or_insert_with(|| response.into());
        }
    }
}

/// A path parameter is text of a known form; a value of another form is answered with 404.
fn path_parameter(name: &str) -> Parameter {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let uuid = "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$";
    let text = match name {
        "person" | "session" | "appointment" | "report" | "case" | "photo" | "filter" | "template" | "unit" | "part" | "rule"
        | "channel" | "message" | "appeal" | "upload" | "device" | "op" | "patrol" | "place" | "record" | "emergency" | "announcement"
        | "leave" => text.pattern(Some(uuid)).max_length(Some(36)),
        "rendition" => text.enum_values(Some(["large", "thumbnail"])).max_length(Some(10)),
        "category" => text.pattern(Some("^[0-9]{4}$")).max_length(Some(4)),
        "stage" => text.enum_values(Some(["accept", "dispatch", "handle", "verify"])).max_length(Some(10)),
        "year" => text.pattern(Some("^2(0[0-9][0-9]|100)$")).max_length(Some(4)),
        "position" => text.pattern(Some("^[0-9]{1,2}$")).max_length(Some(2)),
        "week" => text.pattern(Some("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")).max_length(Some(10)),
        "kind" => text.pattern(Some("^[a-z]{1,20}$")).max_length(Some(20)),
        _ => text.pattern(Some("^[0-9A-Za-z-]{1,20}$")).max_length(Some(20)),
    };
    ParameterBuilder::new().name(name).parameter_in(ParameterIn::Path).required(Required::True).schema(Some(text)).build()
}

/// Headers that operations of a method take.
fn headers(method: &str, path: &str) -> Vec<Parameter> {
    let header = |name: &str, required: Required, pattern: &str, words: &str| {
        let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).max_length(Some(255));
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(required)
            .description(Some(words))
            .schema(Some(text))
            .build()
    };
    let seen = || header("If-Match", Required::True, "^\"r[0-9]{1,9}(-[0-9a-f]{24})?\"$", "The ETag read before.");
    match (method, path) {
        ("POST", "/auth/login" | "/auth/refresh" | "/sync/push") | ("GET", "/sync/pull") => {
            let uuid = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$";
            return vec![
                header("X-Wangge-Device", Required::False, uuid, "The id the device has chosen for itself."),
                header("X-Wangge-App", Required::False, "^[0-9]{1,4}([.][0-9]{1,4}){2}$", "The version of the app."),
            ];
        }
        _ => {}
    }
    match method {
        "PATCH" if path.starts_with("/uploads/") => vec![
            header("Tus-Resumable", Required::True, "^1[.]0[.]0$", "The version of tus that is spoken."),
            header("Upload-Offset", Required::True, "^[0-9]{1,8}$", "How many bytes have arrived; the piece begins there."),
        ],
        "PATCH" => vec![seen()],
        "PUT" | "DELETE"
            if path == "/patrol-plans"
                || path.ends_with("/boundary")
                || path.ends_with("/{rule}")
                || path.starts_with("/sla/")
                || path.starts_with("/holidays/") =>
        {
            vec![seen()]
        }
        "DELETE" if path.starts_with("/channels/") => vec![seen()],
        "POST" if path.ends_with("/appeal") || path.ends_with("/reviews") => vec![seen()],
        "POST" if ["/cases/{case}/transitions", "/children", "/parts"].iter().any(|end| path.ends_with(end)) => vec![
            seen(),
            header("Idempotency-Key", Required::False, "^[!-~]{1,255}$", "Makes a repeated request count once; kept for 7 days."),
        ],
        "POST" if path == "/reports" || path.ends_with("/me-too") => vec![
            header("Idempotency-Key", Required::False, "^[!-~]{1,255}$", "Makes a repeated request count once; kept for 7 days."),
            header("Proof-Of-Work", Required::False, "^[!-~]{1,255}$", "The proof for a challenge, where an anonymous report needs one."),
        ],
        "POST" if path == "/cases/transitions" || path == "/cases/{case}/remarks" => {
            vec![header("Idempotency-Key", Required::False, "^[!-~]{1,255}$", "Makes a repeated request count once; kept for 7 days.")]
        }
        _ => Vec::new(),
    }
}

/// The problems an operation may answer with.
fn problems(method: &str, public: bool, named: bool) -> Vec<(&'static str, &'static str)> {
    let mut all = vec![
        ("400", "The request cannot be read."),
        ("422", "Something in the request breaks a rule; `errors` says what."),
        ("429", "Too many requests."),
        ("500", "Something broke on our side."),
        ("503", "Busy; try again after `Retry-After`."),
    ];
    all.push(("401", "No token, or one that does not hold."));
    if !public || method != "GET" {
        all.push(("403", "Not allowed."));
    }
    if named || method == "POST" {
        all.push(("404", "Not there, or not for the caller to know of."));
    }
    if method != "GET" {
        all.extend([
            ("409", "It conflicts with what is there."),
            ("412", "Somebody has changed it since."),
            ("413", "Too large."),
            ("415", "Another media type is wanted."),
            ("428", "`If-Match` is missing."),
        ]);
    }
    all
}

/// Serves the document, and pages to read it with.
pub fn routes(docs: bool) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        config.service(document);
        if docs {
            config.service(SwaggerUi::new("/docs/{_:.*}").config(utoipa_swagger_ui::Config::from("/openapi.json")));
            config.route(
                "/docs",
                actix_web::web::get().to(|| async { HttpResponse::PermanentRedirect().insert_header(("location", "/docs/")).finish() }),
            );
        }
    }
}

/// The document.
#[get("/openapi.json")]
async fn document(document: Data<Document>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/json")
        .insert_header(("cache-control", "public, max-age=60"))
        .body(document.json().to_owned())
}
