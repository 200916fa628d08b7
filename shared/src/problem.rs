//! What went wrong, in the same words for page, programs and tests (RFC 9457).

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cases::Move;
use crate::challenges::Challenge;
use crate::sync::ops::OpId;
use crate::value::choice;

choice! {
    /// What a program branches on. The label is the title people read.
    Code {
        Malformed = "malformed", "请求无法读懂", "The request cannot be read";
        Invalid = "invalid", "有内容需要更正", "Something needs correcting";
        InvalidCursor = "invalid_cursor", "翻页标记无效", "The cursor is not valid";
        SignInRequired = "sign_in_required", "请先登录", "Please sign in";
        SessionEnded = "session_ended", "登录已失效，请重新登录", "The session has ended, please sign in again";
        WrongCredentials = "wrong_credentials", "手机号或密码不对", "Phone or password is wrong";
        PasswordChangeRequired = "password_change_required", "请先修改初始密码", "Change the initial password first";
        Forbidden = "forbidden", "没有权限这样做", "You may not do this";
        DeviceLost = "device_lost", "这台手机已报失", "This phone was reported lost";
        AppTooOld = "app_too_old", "应用版本太旧，请更新后再试", "This version of the app is too old; update it";
        CrossSite = "cross_site", "请求来自别的网站，已拒绝", "The request came from another site";
        NotFound = "not_found", "没有找到", "Not found";
        Gone = "gone", "已经不在了", "No longer here";
        MethodNotAllowed = "method_not_allowed", "不支持这种请求方式", "This method is not supported here";
        NotAcceptable = "not_acceptable", "无法提供所要的格式", "The wanted format is not available";
        Conflict = "conflict", "与现有内容冲突", "It conflicts with what is there";
        MoveNotPossible = "move_not_possible", "案件目前不能这样流转", "The case cannot make this move now";
        VersionConflict = "version_conflict", "内容已被别人改过，请刷新后再改", "Somebody else has changed it; reload and try again";
        PreconditionRequired = "precondition_required", "请先读取最新内容再修改", "Read the latest version before changing it";
        TooLarge = "too_large", "内容太大", "Too large";
        UnsupportedMediaType = "unsupported_media_type", "不支持这种内容类型", "This media type is not supported";
        IdempotencyKeyReused = "idempotency_key_reused", "同一幂等键用于不同的内容", "The idempotency key was used for another request";
        IdempotencyInProgress = "idempotency_in_progress", "同一请求正在处理", "The same request is still being handled";
        TooMany = "too_many", "操作太频繁，请稍后再试", "Too many requests, please wait";
        ProofRequired = "proof_required", "匿名上报较多，请先完成一次计算验证", "Many anonymous reports: a proof of work is needed first";
        PhotoUnreadable = "photo_unreadable", "照片无法读取", "The photo cannot be read";
        ImportFaulty = "import_faulty", "文件中有错误，没有导入任何内容", "The file has errors; nothing was imported";
        FileUnreadable = "file_unreadable", "文件无法读取", "The file cannot be read";
        Busy = "busy", "系统繁忙，请稍后再试", "Busy, please try again shortly";
        Internal = "internal", "系统出错了，已记录", "Something went wrong on our side; it has been logged";
    }
}

/// A problem (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// The address of a page about this kind of problem. Programs branch on `code`.
    #[serde(rename = "type")]
    #[schema(max_length = 300)]
    pub kind: String,
    #[schema(max_length = 200)]
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What happened this time and what to do about it, in the reader's language.
    #[schema(max_length = 2000)]
    pub detail: String,
    pub code: Code,
    /// Names the request in the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64)]
    pub request_id: Option<String>,
    /// What is wrong with which part of the request.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 1000)]
    pub errors: Vec<FieldError>,
    /// The moves that are possible now, where a case could not make the one that was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 30)]
    pub moves: Vec<Move>,
    /// What has to be computed before the request is taken (`proof_required`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
    /// Whoever sent this deletes everything it keeps, once nothing more of it can be handed in (`device_lost`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wipe: bool,
    /// The operations of a lost phone that are kept for the office to look at: they are safe.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub held: Vec<OpId>,
}

/// What is wrong with one part of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FieldError {
    /// A JSON pointer (RFC 6901) into the body, `?name` for the query, or `Sheet!C5` in an uploaded table.
    #[schema(max_length = 300)]
    pub pointer: String,
    #[schema(max_length = 60)]
    pub code: String,
    #[schema(max_length = 1000)]
    pub message: String,
}
