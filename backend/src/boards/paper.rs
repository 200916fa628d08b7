//! Boards on paper: the print view of one, and one PDF for all.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use actix_web::web::{self, Data, Path, ServiceConfig};
use actix_web::{get, web::block};
use serde::Deserialize;
use shared::boards::Board;
use shared::problem::Code;
use shared::staffing::PersonId;
use shared::time::Moment;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

use super::pdf::fonts::{FontError, Fonts};
use super::pdf::{PdfError, posters};
use super::print::{Paper, Portraits, Poster, print_page};
use super::rows;
use crate::answer::Answer;
use crate::blobs::Blobs;
use crate::config::Config;
use crate::db::Db;
use crate::error::{Error, FieldFault};
use crate::pages::Reader;
use crate::pages::answers::{Caching, Sent, Shown};
use crate::say;

/// The most boards one PDF holds; a sub-district has some sixty.
const MOST: i64 = 500;

/// How long somebody waits for a turn.
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// Fonts and pages of a large PDF take some 100 MB: one at a time.
static PRESS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));

pub fn pages(config: &mut ServiceConfig) {
    config.service(print_view).service(pdf);
}

#[derive(Debug, Deserialize)]
struct PaperQuery {
    size: Option<String>,
    /// One board only.
    code: Option<String>,
}

impl PaperQuery {
    fn paper(&self) -> Result<Paper, Error> {
        let size = self.size.as_deref().filter(|s| !s.is_empty());
        size.map_or(Ok(Paper::default()), |text| text.parse().map_err(|fault| Error::fields(vec![FieldFault::of("?size", fault)])))
    }
}

/// The print view of one board.
#[get("/boards/{code}/print")]
async fn print_view(
    db: Data<Db>,
    config: Data<Config>,
    reader: Reader,
    code: Path<String>,
    query: web::Query<PaperQuery>,
) -> Answer<Shown> {
    let (code, now, paper) = (code.into_inner(), Moment::now(), query.paper()?);
    let board = db.read(move |conn| super::find(conn, &code, now)).await?;
    let poster = Poster::new(board, &config.public_url, Arc::default());
    Ok(Shown::public(print_page(&poster, paper, reader.lang).map_err(Error::internal)?))
}

/// One PDF with a page for every board, or for one.
#[get("/boards.pdf")]
async fn pdf(db: Data<Db>, blobs: Data<Blobs>, config: Data<Config>, reader: Reader, query: web::Query<PaperQuery>) -> Answer<Sent> {
    let (code, now, paper, lang) = (query.code.clone(), Moment::now(), query.paper()?, reader.lang);
    let _turn = turn().await?;
    let (boards, hashes) = db
        .read(move |conn| {
            let boards: Vec<Board> = match code {
                Some(code) => vec![super::find(conn, &code, now)?],
                None => rows::boards(conn, MOST, now)?,
            };
            let shown = boards.iter().flat_map(|b| &b.people).filter(|p| p.photo_url.is_some() && paper != Paper::Sticker);
            let people: Vec<PersonId> = shown.map(|p| p.id).collect();
            let hashes = rows::portraits(conn, &people)?;
            Ok((boards, hashes))
        })
        .await?;
    if boards.is_empty() {
        return Err(Error::not_found()
            .saying(say!("还没有网格，先导入或添加网格再打印", "There are no grids yet; import or add some before printing")));
    }
    let (base, font) = (config.public_url.clone(), config.font.clone());
    let portraits = Arc::new(fetch(&blobs, hashes).await?);
    let sheets: Vec<Poster> = boards.into_iter().map(|board| Poster::new(board, &base, portraits.clone())).collect();
    let bytes = block(move || posters(&sheets, paper, lang, &Fonts::find(font.as_deref())?)).await?.map_err(told)?;
    Ok(Sent { content_type: "application/pdf", file_name: Some(format!("wangge-{}.pdf", paper.as_str())), caching: Caching::Minute, bytes })
}

/// The pictures themselves; one that is missing from the store leaves its place to the person's first character.
async fn fetch(blobs: &Blobs, hashes: Vec<(PersonId, String)>) -> Result<Portraits, Error> {
    let mut portraits = Portraits::new();
    for (person, hash) in hashes {
        if let Some(jpeg) = blobs.get(&hash.parse()?).await? {
            portraits.insert(person, Arc::new(jpeg.to_vec()));
        }
    }
    Ok(portraits)
}

/// Takes the press until the answer is dropped. Waits for those before a little while, then says that others are being served.
pub async fn turn() -> Result<SemaphorePermit<'static>, Error> {
    let busy = || {
        Error::new(Code::Busy)
            .saying(say!("正在生成另一份 PDF，请几秒后再试", "Another PDF is being made; try again in a few seconds"))
            .retry_after(5)
    };
    timeout(LONGEST_WAIT, PRESS.acquire()).await.map_err(|_| busy())?.map_err(|_| busy())
}

/// Why there is no PDF, for who asked for it.
pub fn told(error: PdfError) -> Error {
    let words = match &error {
        PdfError::Font(FontError::Missing) => {
            say!(
                "服务器上没有中文字体：请管理员安装软件包 fonts-noto-cjk，或在配置中用 font 指定字体文件",
                "The server has no font with Chinese characters: install the package fonts-noto-cjk, or name a font file in the configuration (font)"
            )
        }
        PdfError::Font(FontError::Unreadable(_)) => {
            say!(
                "配置的字体文件无法读取：请管理员改用别的字体文件，或安装软件包 fonts-noto-cjk",
                "The configured font file cannot be read: name another, or install the package fonts-noto-cjk"
            )
        }
        PdfError::Address(_) | PdfError::Format(_) => say!("PDF 没有生成，已记录原因", "The PDF was not made; the reason has been logged"),
    };
    Error::internal(error).saying(words)
}
