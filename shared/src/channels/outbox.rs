//! The outbox: messages on their way out, tried until they are taken or given up.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{ChannelId, ChannelName};
use crate::call::Call;
use crate::cases::CaseNumber;
use crate::lang::Lang;
use crate::notices::{NoticeCase, NoticeKind};
use crate::page::Page;
use crate::time::Moment;
use crate::value::{choice, empty_is_none, id};

id!(
    /// Names one message. It stays the same however often the message is tried.
    MessageId
);

/// How often a message is tried before it is given up.
pub const MOST_TRIES: i32 = 8;

choice! {
    /// Where a message stands.
    MessageState {
        Waiting = "waiting", "等待发送", "Waiting";
        Sent = "sent", "已发送", "Sent";
        /// Given up, until somebody has it tried again.
        Failed = "failed", "发送失败", "Failed";
    }
}

choice! {
    /// Why a message was not taken.
    SendFault {
        Unreachable = "unreachable", "连不上对方服务器", "The other server cannot be reached";
        Timeout = "timeout", "对方没有及时回应", "The other server did not answer in time";
        Tls = "tls", "加密连接没有建立，请检查证书", "No secure connection; please check the certificate";
        Redirected = "redirected", "对方要求转到别的地址，已拒绝；请填写最终地址", "The other server sent us elsewhere, which is refused; give the final address";
        PrivateAddress = "private_address", "地址在内网，服务器没有允许；请运维人员用 --private-channels 开放", "The address is a private one, which this server does not allow; the operator can with --private-channels";
        Insecure = "insecure", "地址不是 https，服务器没有允许；请运维人员用 --private-channels 开放", "The address is not https, which this server does not allow; the operator can with --private-channels";
        Status = "status", "对方拒绝了请求", "The other server refused the request";
        Answer = "answer", "对方没有收下消息", "The other server did not take the message";
        TooLarge = "too_large", "对方的回应太长", "The answer was too long";
        /// What is kept of the channel cannot be read any more.
        Template = "template", "通道设置无法使用，请重新填写", "The channel's settings cannot be used; please enter them anew";
    }
}

/// One message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Message {
    pub id: MessageId,
    pub channel: ChannelId,
    pub channel_name: ChannelName,
    pub kind: NoticeKind,
    pub case_number: Option<CaseNumber>,
    #[schema(max_length = 500)]
    pub text: String,
    /// To whom a short message goes, masked.
    #[schema(max_length = 20)]
    pub phone: Option<String>,
    pub state: MessageState,
    #[schema(minimum = 0)]
    pub tries: i32,
    pub at: Moment,
    /// When it is tried next.
    pub next_try_at: Option<Moment>,
    pub sent_at: Option<Moment>,
    /// Why it was not taken the last time.
    pub fault: Option<SendFault>,
    #[schema(max_length = 200)]
    pub detail: Option<String>,
}

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MessageFilter {
    #[serde(default, deserialize_with = "empty_is_none")]
    pub state: Option<MessageState>,
    pub channel: Option<uuid::Uuid>,
    #[param(max_length = 500)]
    pub cursor: Option<String>,
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// When to try again after so many tries: half a minute later, then four times as long each time, four hours at most; `None` to give up.
/// `chance` from 0 to 1 spreads the tries of many messages by a fifth either way, so that they do not come all at once.
pub fn after_failure(tries: i32, now: Moment, chance: f64) -> Option<Moment> {
    if tries >= MOST_TRIES {
        return None;
    }
    let exponent = u32::try_from(tries - 1).unwrap_or(0).min(10);
    let seconds = 30_i64.saturating_mul(4_i64.saturating_pow(exponent)).min(4 * 3600);
    let spread = 0.8 + 0.4 * chance.clamp(0.0, 1.0);
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a few hours in milliseconds")]
    let millis = (seconds as f64 * 1000.0 * spread) as i64;
    Some(Moment::from_millis(now.millis() + millis))
}

/// What a message says, line by line: what happened, the matter, its number and status, and until when. Nothing anybody wrote.
pub fn text_of(kind: NoticeKind, case: &NoticeCase, lang: Lang) -> String {
    let (number, status) = (&case.number, case.status.label(lang));
    let mut lines = match lang {
        Lang::Zh => vec![format!("【网格】{}", kind.label(lang)), case.matter(lang), format!("案件 {number}（{status}）")],
        Lang::En => vec![format!("[Wangge] {}", kind.label(lang)), case.matter(lang), format!("Case {number} ({status})")],
    };
    if let Some(due) = case.due_at {
        lines.push(match lang {
            Lang::Zh => format!("期限 {}", due.to_minute()),
            Lang::En => format!("Due {}", due.to_minute()),
        });
    }
    lines.join("\n")
}

pub fn list_messages(filter: &MessageFilter) -> Call<Page<Message>> {
    Call::list("/outbox", filter)
}

/// Has a message that was given up tried again.
pub fn retry_message(id: MessageId) -> Call<Message> {
    Call::post(format!("/outbox/{id}/retry"), &serde_json::json!({}))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_come_ever_more_seldom_and_end() {
        let now = Moment::from_millis(0);
        let waits: Vec<Option<i64>> =
            (1..=MOST_TRIES).map(|tries| after_failure(tries, now, 0.5).map(|at| at.seconds_since(now))).collect();
        assert_eq!(waits, [Some(30), Some(120), Some(480), Some(1920), Some(7680), Some(14400), Some(14400), None]);
        assert_eq!((after_failure(1, now, 0.0), after_failure(1, now, 1.0)), (Some(now.plus_seconds(24)), Some(now.plus_seconds(36))));
    }
}
