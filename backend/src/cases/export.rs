//! The table of all cases a filter finds, as a file: written page by page while it is sent, however many there are.

pub mod columns;
pub mod files;
pub mod rows;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, LazyLock};

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder, get};
use futures_util::stream;
use serde::Deserialize;
use shared::cases::CaseFilter;
use shared::imports::TableFormat;
use shared::problem::Code;
use shared::time::Moment;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use utoipa::openapi::{Content, RefOr, Response, ResponseBuilder, Schema};
use utoipa::{IntoParams, IntoResponses};

use self::rows::Reading;
use crate::answer::Answer;
use crate::caller::Token;
use crate::changes::{self, By};
use crate::config::Config;
use crate::db::Db;
use crate::error::Error;
use crate::imports::exports::{CSV, XLSX};
use crate::input::{Speak, read_query};
use crate::listing::fit_limit;
use crate::say;

/// Each export keeps a thread and a connection for as long as its client takes.
static TURNS: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(2)));
/// So many bytes are sent together, and so many pieces wait for a slow client.
const PIECE: usize = 64 * 1024;
const PIECES: usize = 4;

/// What kind of file.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ExportFormat {
    /// XLSX when left out.
    #[serde(default, deserialize_with = "shared::value::empty_is_none")]
    format: Option<TableFormat>,
}

/// The format and the filter, which stand side by side in the query.
pub struct Wanted {
    format: TableFormat,
    filter: CaseFilter,
}

impl FromRequest for Wanted {
    type Error = Error;
    type Future = std::future::Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let (format, filter): (Vec<&str>, Vec<&str>) = request.query_string().split('&').partition(|pair| pair.starts_with("format="));
        let wanted = || {
            let ExportFormat { format } = read_query(&format.join("&"))?;
            let filter: CaseFilter = read_query(&filter.join("&"))?;
            fit_limit(filter.limit)?;
            if filter.cursor.is_some() {
                let words = say!("导出不分页，不要带 cursor", "An export has no pages; leave the cursor out");
                return Err(Error::invalid("?cursor", "not_allowed", words));
            }
            Ok(Self { format: format.unwrap_or(TableFormat::Xlsx), filter })
        };
        std::future::ready(wanted())
    }
}

/// Export cases.
///
/// All cases one may see that the filter finds, in the order of the list; it has no pages: `limit` is left out of account. Reporters are
/// named only where one may see them; others read a masked phone. A workbook holds 1,048,575 cases, CSV any number. Exports are
/// written down.
#[utoipa::path(tag = "cases", params(ExportFormat, CaseFilter))]
#[get("/cases/export")]
pub async fn export_cases(db: Data<Db>, config: Data<Config>, token: Token, speak: Speak, wanted: Wanted) -> Answer<Table> {
    let Wanted { format, filter } = wanted;
    let (now, lang, folder) = (Moment::now(), speak.0, config.data.clone());
    let turn = TURNS.clone().try_acquire_owned().map_err(|_| {
        let words = say!("已有两份导出正在进行，请稍后再试", "Two exports are running already; try again shortly");
        Error::new(Code::Busy).saying(words).retry_after(30)
    })?;
    let noted = filter.clone();
    let caller = db
        .write(move |conn| {
            let caller = token.caller(conn, now)?;
            let by = By { person: Some(caller.person), at: now };
            changes::note(conn, by, "export", "cases", "export", &serde_json::json!({ "format": format, "filter": noted }))?;
            Ok(caller)
        })
        .await?;
    let (sender, mut pieces) = channel(PIECES);
    let mut outlet = Outlet { sender: sender.clone(), waiting: Vec::with_capacity(PIECE) };
    actix_web::rt::spawn(async move {
        let written = db.read(move |conn| {
            let mut reading = Reading::new(conn, &caller, &filter, lang, now);
            match format {
                TableFormat::Csv => files::csv(&mut reading, &mut outlet),
                TableFormat::Xlsx => files::xlsx(&mut reading, &mut outlet, &folder),
            }
        });
        if let Err(error) = written.await {
            // Nobody listens when the client has hung up.
            drop(sender.send(Err(error)).await);
        }
        drop(turn);
    });
    // What goes wrong before the first byte is told as a problem; what goes wrong later breaks the answer off.
    let first = pieces.recv().await.unwrap_or_else(|| Ok(Bytes::new()))?;
    Ok(Table { format, name: format!("cases-{}.{format}", now.day()), first, pieces })
}

/// Where a file goes while it is written: to the client, in pieces.
pub struct Outlet {
    sender: Sender<Result<Bytes, Error>>,
    waiting: Vec<u8>,
}

impl Outlet {
    /// Whether the client has hung up, so that there is no use in going on.
    pub fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::replace(&mut self.waiting, Vec::with_capacity(PIECE)));
        self.sender.blocking_send(Ok(piece)).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

/// 200 with a file that is still being written.
pub struct Table {
    format: TableFormat,
    name: String,
    first: Bytes,
    pieces: Receiver<Result<Bytes, Error>>,
}

impl Responder for Table {
    type Body = BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let Self { format, name, first, pieces } = self;
        let rest = stream::unfold((Some(first), pieces), |(first, mut pieces)| async move {
            let piece = match first {
                Some(first) => Ok(first),
                None => pieces.recv().await?,
            };
            Some((piece, (None, pieces)))
        });
        HttpResponse::Ok()
            .insert_header((CONTENT_TYPE, if format == TableFormat::Csv { CSV } else { XLSX }))
            .insert_header((CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
            .insert_header((CACHE_CONTROL, "private, no-store"))
            .streaming(rest)
    }
}

impl IntoResponses for Table {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        // Bytes have no schema (OpenAPI 3.1, "Considerations for File Uploads").
        let file = || Content::new(None::<RefOr<Schema>>);
        let response = ResponseBuilder::new().description("The file.").content("text/csv", file()).content(XLSX, file()).build();
        BTreeMap::from([("200".to_owned(), response.into())])
    }
}
