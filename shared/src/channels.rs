//! Channels: where notices go outside the app, such as the robot of a group chat or a gateway for short messages. Off until somebody
//! turns one on. What leaves the house names a case, its category, grid and due time, and nobody.

mod address;
mod outbox;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use self::address::{ChannelUrl, is_public};
pub use self::outbox::{
    MOST_TRIES, Message, MessageFilter, MessageId, MessageState, SendFault, after_failure, list_messages, retry_message, text_of,
};

use crate::call::Call;
use crate::notices::NoticeKind;
use crate::page::Page;
use crate::staffing::AreaCode;
use crate::time::Moment;
use crate::units::{UnitId, UnitRef};
use crate::value::{Phone, choice, double_option, id, text};

id!(
    /// Names one channel.
    ChannelId
);

text!(ChannelName, 60);

text!(
    /// A robot's signing secret, or the value of a header. Written, never read back.
    ChannelSecret, 500
);

text!(
    /// The name of a header.
    HeaderName, max 60, "^[A-Za-z][A-Za-z0-9-]{0,59}$", |s| {
        let s = s.trim();
        let fit = (1..=60).contains(&s.len()) && s.starts_with(|c: char| c.is_ascii_alphabetic()) && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        // These say where a request goes and where it ends, which is not the template's to say.
        let ours = ["host", "content-length", "transfer-encoding", "connection", "upgrade", "expect", "te", "trailer", "proxy-authorization"];
        if fit && !ours.contains(&s.to_ascii_lowercase().as_str()) { Ok(s.to_owned()) } else { Err(crate::value::Fault::Choice) }
    }
);

text!(
    /// The body of a gateway's request; `{phone}`, `{text}` and `{id}` are filled in, written as the content type wants it.
    GatewayBody, 2000, lines
);

text!(
    /// What a gateway's answer contains when it took the message.
    Expected, 100
);

choice! {
    /// What kind of thing a channel speaks to.
    Adapter {
        Wecom = "wecom", "企业微信群机器人", "WeCom group robot";
        Dingtalk = "dingtalk", "钉钉群机器人", "DingTalk group robot";
        Sms = "sms", "短信网关", "SMS gateway";
    }
}

choice! {
    /// How a robot writes. Members who read WeCom in WeChat see text only.
    MessageFormat {
        Markdown = "markdown", "带格式", "Formatted";
        Text = "text", "纯文本", "Plain text";
    }
}

choice! {
    /// How a gateway wants to be asked.
    GatewayMethod {
        Get = "get", "GET", "GET";
        Post = "post", "POST", "POST";
        Put = "put", "PUT", "PUT";
    }
}

/// A header of a gateway's request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GatewayHeader {
    pub name: HeaderName,
    pub value: ChannelSecret,
}

/// Where a channel leads and what it needs to get in. Written, never read back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "adapter", rename_all = "snake_case", deny_unknown_fields)]
pub enum Target {
    /// A robot of 企业微信; its key is part of the address.
    Wecom {
        url: ChannelUrl,
        #[serde(default = "markdown")]
        format: MessageFormat,
    },
    /// A robot of 钉钉, with the secret of its signature where it has one.
    Dingtalk {
        url: ChannelUrl,
        #[serde(default)]
        secret: Option<ChannelSecret>,
        #[serde(default = "markdown")]
        format: MessageFormat,
    },
    /// A gateway that sends short messages, asked by a template. `{phone}`, `{text}` and `{id}` are filled in; they may stand in the
    /// address and in the body.
    Sms {
        method: GatewayMethod,
        url: ChannelUrl,
        #[serde(default)]
        #[schema(max_items = 10)]
        headers: Vec<GatewayHeader>,
        #[serde(default)]
        body: Option<GatewayBody>,
        /// What the answer must contain; without it every answer of 2xx will do.
        #[serde(default)]
        expected: Option<Expected>,
    },
}

const fn markdown() -> MessageFormat {
    MessageFormat::Markdown
}

impl Target {
    pub const fn adapter(&self) -> Adapter {
        match self {
            Self::Wecom { .. } => Adapter::Wecom,
            Self::Dingtalk { .. } => Adapter::Dingtalk,
            Self::Sms { .. } => Adapter::Sms,
        }
    }

    pub const fn url(&self) -> &ChannelUrl {
        match self {
            Self::Wecom { url, .. } | Self::Dingtalk { url, .. } | Self::Sms { url, .. } => url,
        }
    }

    /// Whether both who is told and what is told find their place in a gateway's template.
    pub fn is_complete(&self) -> bool {
        let Self::Sms { url, body, .. } = self else { return true };
        ["{phone}", "{text}"].iter().all(|part| url.contains(part) || body.as_ref().is_some_and(|body| body.contains(part)))
    }
}

/// A channel, without what it must keep to itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = NoticeChannel)]
pub struct Channel {
    pub id: ChannelId,
    pub name: ChannelName,
    pub adapter: Adapter,
    /// The host of its address; the rest is secret.
    #[schema(max_length = 255)]
    pub host: String,
    pub enabled: bool,
    /// Which notices it carries.
    #[schema(max_items = 40)]
    pub kinds: Vec<NoticeKind>,
    /// Only of cases in this sub-district, village or grid.
    pub area: Option<AreaCode>,
    /// Only of cases that lie with this unit.
    pub unit: Option<UnitRef>,
    /// Messages that wait to be sent, and messages that were given up.
    #[schema(minimum = 0)]
    pub waiting: i64,
    #[schema(minimum = 0)]
    pub failed: i64,
    #[schema(minimum = 1)]
    pub version: i32,
    pub updated_at: Moment,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewChannel {
    pub name: ChannelName,
    pub target: Target,
    #[serde(default)]
    pub enabled: bool,
    #[serde(default)]
    #[schema(max_items = 40)]
    pub kinds: Vec<NoticeKind>,
    #[serde(default)]
    pub area: Option<AreaCode>,
    #[serde(default)]
    pub unit: Option<UnitId>,
}

/// A merge patch. `target` is replaced as a whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelPatch {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<ChannelName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<Target>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 40)]
    pub kinds: Option<Vec<NoticeKind>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub area: Option<Option<AreaCode>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "double_option")]
    pub unit: Option<Option<UnitId>>,
}

/// To whom a test message goes; a group robot needs nobody.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChannelTest {
    #[serde(default)]
    pub phone: Option<Phone>,
}

/// What became of a test message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChannelTested {
    /// `null` when it was taken.
    pub fault: Option<SendFault>,
    /// What the other side said.
    #[schema(max_length = 200)]
    pub detail: Option<String>,
}

pub fn list_channels() -> Call<Page<Channel>> {
    Call::get("/channels")
}

pub fn find_channel(id: ChannelId) -> Call<Channel> {
    Call::get(format!("/channels/{id}"))
}

pub fn add_channel(new: &NewChannel) -> Call<Channel> {
    Call::post("/channels", new)
}

pub fn change_channel(id: ChannelId, patch: &ChannelPatch, version: i32) -> Call<Channel> {
    Call::patch(format!("/channels/{id}"), patch, version)
}

/// Removes a channel and the messages that went through it.
pub fn remove_channel(id: ChannelId, version: i32) -> Call<()> {
    Call::delete(format!("/channels/{id}")).when(version)
}

/// Sends a test message at once, whether the channel is on or not.
pub fn test_channel(id: ChannelId, test: &ChannelTest) -> Call<ChannelTested> {
    Call::post(format!("/channels/{id}/test"), test)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_read_by_its_adapter() -> Result<(), serde_json::Error> {
        let robot: Target =
            serde_json::from_str(r#"{"adapter":"dingtalk","url":"https://oapi.dingtalk.com/robot/send?access_token=x","secret":"SECx"}"#)?;
        assert_eq!((robot.adapter(), robot.is_complete()), (Adapter::Dingtalk, true));
        let gateway = |body: &str| {
            serde_json::from_str::<Target>(&format!(
                r#"{{"adapter":"sms","method":"post","url":"https://sms.example.org/send","body":"{body}"}}"#
            ))
        };
        assert!(gateway("to={phone}&text={text}")?.is_complete());
        assert!(!gateway("text={text}")?.is_complete());
        assert!(serde_json::from_str::<Target>(r#"{"adapter":"wecom","url":"https://a.b/c","secret":"x"}"#).is_err());
        Ok(())
    }

    #[test]
    fn a_template_does_not_choose_where_a_request_ends() {
        for wrong in ["Host", "content-length", "Transfer-Encoding", "X Y", "", "1a", "a:b"] {
            assert!(wrong.parse::<HeaderName>().is_err(), "{wrong}");
        }
        assert!("X-Api-Key".parse::<HeaderName>().is_ok());
    }
}
