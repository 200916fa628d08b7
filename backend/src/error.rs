//! What went wrong, and how it is told: one struct, one match to the status, one renderer.

use std::fmt;

use actix_web::error::BlockingError;
use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use diesel::result::{DatabaseErrorKind, Error as DieselError};
use shared::cases::Move;
use shared::challenges::Challenge;
use shared::lang::Lang;
use shared::problem::{Code, FieldError, Problem};
use shared::sync::ops::OpId;
use shared::value::Fault;

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

impl Words {
    pub fn of(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

impl From<Fault> for Words {
    fn from(fault: Fault) -> Self {
        Self { zh: fault.in_words(Lang::Zh), en: fault.in_words(Lang::En) }
    }
}

/// Writes [`Words`] like two `format!`s side by side: `say!("共 {n} 行", "{n} rows")`.
#[macro_export]
macro_rules! say {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::error::Words { zh: format!($zh), en: format!($en) }
    };
}

/// The most of a pointer that is told; a name that somebody sent may be as long as it likes.
const MOST_OF_POINTER: usize = 300;

/// What is wrong with one part of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFault {
    /// A JSON pointer, `?name`, or `Sheet!C5`.
    pub pointer: String,
    pub code: &'static str,
    pub words: Words,
}

impl FieldFault {
    pub fn new(pointer: impl Into<String>, code: &'static str, words: Words) -> Self {
        Self { pointer: pointer.into(), code, words }
    }

    pub fn of(pointer: impl Into<String>, fault: Fault) -> Self {
        Self::new(pointer, fault.code(), fault.into())
    }

    pub fn told(&self, lang: Lang) -> FieldError {
        FieldError {
            pointer: self.pointer.chars().take(MOST_OF_POINTER).collect(),
            code: self.code.into(),
            message: self.words.of(lang).into(),
        }
    }
}

/// Why a request was not done. Nothing has changed when one of these comes back.
#[derive(Debug)]
pub struct Error {
    pub code: Code,
    /// Boxed, so that a result stays small.
    pub detail: Option<Box<Words>>,
    pub fields: Vec<FieldFault>,
    /// The moves a case can make instead.
    pub moves: Vec<Move>,
    /// What has to be computed first.
    pub challenge: Option<Box<Challenge>>,
    /// Operations of a lost phone that are safe here.
    pub held: Box<[OpId]>,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// For the log only.
    cause: Option<anyhow::Error>,
}

impl Error {
    pub fn new(code: Code) -> Self {
        Self {
            code,
            detail: None,
            fields: Vec::new(),
            moves: Vec::new(),
            challenge: None,
            held: Box::default(),
            headers: Vec::new(),
            cause: None,
        }
    }

    #[must_use]
    pub fn saying(mut self, words: Words) -> Self {
        self.detail = Some(Box::new(words));
        self
    }

    #[must_use]
    pub fn with_moves(mut self, moves: Vec<Move>) -> Self {
        self.moves = moves;
        self
    }

    #[must_use]
    pub fn with_challenge(mut self, challenge: Challenge) -> Self {
        self.challenge = Some(Box::new(challenge));
        self
    }

    #[must_use]
    pub fn holding(mut self, ops: Vec<OpId>) -> Self {
        self.held = ops.into();
        self
    }

    #[must_use]
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((name, value));
        }
        self
    }

    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        self.header(RETRY_AFTER, &seconds.max(1).to_string())
    }

    /// Something of ours broke; the cause goes to the log, never to the client.
    pub fn internal(cause: impl Into<anyhow::Error>) -> Self {
        Self { cause: Some(cause.into()), ..Self::new(Code::Internal) }
    }

    /// Not there, or not for the caller to know of.
    pub fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// The caller sees it, but may not do this.
    pub fn forbidden() -> Self {
        Self::new(Code::Forbidden)
    }

    /// `may` said no: 403.
    pub fn unless(allowed: bool) -> Result<(), Self> {
        if allowed { Ok(()) } else { Err(Self::forbidden()) }
    }

    pub fn conflict(words: Words) -> Self {
        Self::new(Code::Conflict).saying(words)
    }

    /// One member of the request breaks a rule.
    pub fn invalid(pointer: impl Into<String>, code: &'static str, words: Words) -> Self {
        Self::fields(vec![FieldFault::new(pointer, code, words)])
    }

    pub fn fields(fields: Vec<FieldFault>) -> Self {
        Self { fields, ..Self::new(Code::Invalid) }
    }

    /// The same, told of a part of a larger request that lies at `place`.
    #[must_use]
    pub fn within(mut self, place: &str) -> Self {
        self.fields.iter_mut().for_each(|fault| fault.pointer.insert_str(0, place));
        self
    }

    pub fn cause(&self) -> Option<&anyhow::Error> {
        self.cause.as_ref()
    }

    /// As the API tells it. `base` is where this server's pages begin, for the `type`.
    pub fn problem(&self, lang: Lang, base: &str, request_id: Option<String>) -> Problem {
        let title = self.code.label(lang).to_owned();
        let detail = match (&self.detail, self.fields.first()) {
            (Some(words), _) => words.of(lang).to_owned(),
            (None, Some(field)) => field.words.of(lang).to_owned(),
            (None, None) => title.clone(),
        };
        Problem {
            kind: format!("{base}/problems/{}", self.code),
            title,
            status: self.status_code().as_u16(),
            detail,
            code: self.code,
            request_id,
            errors: self.fields.iter().map(|f| f.told(lang)).collect(),
            moves: self.moves.clone(),
            challenge: self.challenge.as_deref().cloned(),
            wipe: self.code == Code::DeviceLost,
            held: self.held.to_vec(),
        }
    }
}

/// The HTTP status of a code.
pub const fn status(code: Code) -> StatusCode {
    match code {
        Code::Malformed | Code::InvalidCursor => StatusCode::BAD_REQUEST,
        Code::SignInRequired | Code::SessionEnded | Code::WrongCredentials => StatusCode::UNAUTHORIZED,
        Code::PasswordChangeRequired | Code::DeviceLost | Code::Forbidden | Code::CrossSite => StatusCode::FORBIDDEN,
        Code::AppTooOld => StatusCode::UPGRADE_REQUIRED,
        Code::NotFound => StatusCode::NOT_FOUND,
        Code::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        Code::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
        Code::Conflict | Code::MoveNotPossible | Code::IdempotencyInProgress => StatusCode::CONFLICT,
        Code::Gone => StatusCode::GONE,
        Code::VersionConflict => StatusCode::PRECONDITION_FAILED,
        Code::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Code::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Code::Invalid | Code::IdempotencyKeyReused | Code::PhotoUnreadable | Code::ImportFaulty | Code::FileUnreadable => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Code::PreconditionRequired => StatusCode::PRECONDITION_REQUIRED,
        Code::TooMany | Code::ProofRequired => StatusCode::TOO_MANY_REQUESTS,
        Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        Code::Busy => StatusCode::SERVICE_UNAVAILABLE,
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(detail) = &self.detail {
            write!(f, ": {}", detail.en)?;
        }
        for field in &self.fields {
            write!(f, "; {}: {}", field.pointer, field.words.en)?;
        }
        self.cause.as_ref().map_or(Ok(()), |cause| write!(f, ": {cause:#}"))
    }
}

impl std::error::Error for Error {}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        status(self.code)
    }

    /// In Chinese: [`crate::telling`] writes it anew where it knows the reader's language.
    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code())
            .content_type("application/problem+json")
            .body(serde_json::to_vec(&self.problem(Lang::Zh, "", None)).unwrap_or_default());
        for (name, value) in &self.headers {
            response.headers_mut().append(name.clone(), value.clone());
        }
        response
    }
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::not_found(),
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {
                Self::conflict(say!("已经有同样的内容", "The same thing is already there"))
            }
            DieselError::DatabaseError(DatabaseErrorKind::ForeignKeyViolation, _) => Self::conflict(say!(
                "它与别的内容相关联，或所指的内容不存在",
                "It is tied to something else, or names something that does not exist"
            )),
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure | DatabaseErrorKind::ClosedConnection, _) => {
                Self { cause: Some(error.into()), ..Self::new(Code::Busy).retry_after(1) }
            }
            other => Self::internal(other),
        }
    }
}

impl From<diesel::r2d2::PoolError> for Error {
    fn from(error: diesel::r2d2::PoolError) -> Self {
        Self { cause: Some(error.into()), ..Self::new(Code::Busy).retry_after(2) }
    }
}

impl From<BlockingError> for Error {
    fn from(error: BlockingError) -> Self {
        Self::internal(error)
    }
}
