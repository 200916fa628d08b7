//! How each kind of channel wants a message written, and how it says that it took it.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::Sha256;
use shared::call::percent_encoded;
use shared::channels::{GatewayHeader, GatewayMethod, MessageFormat, MessageId, SendFault, Target};
use shared::time::Moment;
use shared::value::Phone;
use ureq::http::Request;
use ureq::http::header::CONTENT_TYPE;

use super::postman::Failure;

/// A message as it leaves.
#[derive(Debug, Clone)]
pub struct Letter {
    /// The same at every try, so that whoever gets it twice can tell.
    pub id: MessageId,
    pub text: String,
    pub phone: Option<Phone>,
    /// Where the case is found in the app.
    pub link: Option<String>,
}

/// The request that carries a letter.
pub fn request(target: &Target, letter: &Letter, now: Moment) -> Result<Request<Vec<u8>>, Failure> {
    match target {
        Target::Wecom { url, format } => robot(url, &wecom(letter, *format)),
        Target::Dingtalk { url, secret: None, format } => robot(url, &dingtalk(letter, *format)),
        Target::Dingtalk { url, secret: Some(secret), format } => robot(&signed(url, secret, now), &dingtalk(letter, *format)),
        Target::Sms { method, url, headers, body, .. } => gateway(*method, url, headers, body.as_deref(), letter),
    }
}

/// Why an answer of 2xx is no success after all: robots say so in the body.
pub fn refusal(target: &Target, body: &str) -> Option<Failure> {
    #[derive(Deserialize)]
    struct Verdict {
        errcode: i64,
        #[serde(default)]
        errmsg: String,
    }
    match target {
        Target::Wecom { .. } | Target::Dingtalk { .. } => match serde_json::from_str::<Verdict>(body) {
            Ok(Verdict { errcode: 0, .. }) => None,
            Ok(Verdict { errcode, errmsg }) => Some(Failure::saying(SendFault::Answer, &format!("{errcode} {errmsg}"))),
            Err(_) => Some(Failure::saying(SendFault::Answer, body)),
        },
        Target::Sms { expected: Some(expected), .. } if !body.contains(expected.as_str()) => Some(Failure::saying(SendFault::Answer, body)),
        Target::Sms { .. } => None,
    }
}

fn robot(url: &str, body: &serde_json::Value) -> Result<Request<Vec<u8>>, Failure> {
    let body = serde_json::to_vec(body).map_err(|_| SendFault::Template)?;
    let request = Request::post(url).header(CONTENT_TYPE, "application/json; charset=utf-8").body(body);
    request.map_err(|_| SendFault::Template.into())
}

fn wecom(letter: &Letter, format: MessageFormat) -> serde_json::Value {
    match format {
        MessageFormat::Markdown => serde_json::json!({ "msgtype": "markdown", "markdown": { "content": markdown(letter, "\n") } }),
        MessageFormat::Text => serde_json::json!({ "msgtype": "text", "text": { "content": plain(letter) } }),
    }
}

fn dingtalk(letter: &Letter, format: MessageFormat) -> serde_json::Value {
    let title = letter.text.lines().next().unwrap_or_default();
    match format {
        // A single line break is none in its markdown.
        MessageFormat::Markdown => {
            serde_json::json!({ "msgtype": "markdown", "markdown": { "title": title, "text": markdown(letter, "\n\n") } })
        }
        MessageFormat::Text => serde_json::json!({ "msgtype": "text", "text": { "content": plain(letter) } }),
    }
}

fn markdown(letter: &Letter, line_break: &str) -> String {
    let mut lines = letter.text.lines();
    let mut text = format!("**{}**", lines.next().unwrap_or_default());
    lines.for_each(|line| text.extend([line_break, line]));
    if let Some(link) = &letter.link {
        text.extend([line_break, "[打开案件](", link, ")"]);
    }
    text.extend([line_break, "> ", &short(letter.id)]);
    text
}

fn plain(letter: &Letter) -> String {
    let link = letter.link.as_ref().map(|link| format!("\n{link}")).unwrap_or_default();
    format!("{}{link}\n{}", letter.text, short(letter.id))
}

/// The end of the id, by which people see that two messages are one.
fn short(id: MessageId) -> String {
    let id = id.uuid().simple().to_string();
    format!("#{}", id.get(24..).unwrap_or(&id))
}

/// 钉钉加签: the moment and the secret, signed with HMAC-SHA256, in the query.
fn signed(url: &str, secret: &str, now: Moment) -> String {
    let at = now.millis();
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return url.to_owned() };
    let sign = STANDARD.encode(mac.chain_update(format!("{at}\n{secret}")).finalize().into_bytes());
    let joined = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joined}timestamp={at}&sign={}", percent_encoded(&sign))
}

fn gateway(
    method: GatewayMethod,
    url: &str,
    headers: &[GatewayHeader],
    body: Option<&str>,
    letter: &Letter,
) -> Result<Request<Vec<u8>>, Failure> {
    let url = filled(url, letter, percent_encoded);
    let content_type = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type")).map(|header| header.value.as_str());
    let body = body.map(|body| filled(body, letter, escaping(content_type.unwrap_or("application/json")))).unwrap_or_default();
    let method = match method {
        GatewayMethod::Get => "GET",
        GatewayMethod::Post => "POST",
        GatewayMethod::Put => "PUT",
    };
    let mut request = Request::builder().method(method).uri(url);
    if content_type.is_none() && method != "GET" {
        request = request.header(CONTENT_TYPE, "application/json");
    }
    for header in headers {
        request = request.header(header.name.as_str(), header.value.as_str());
    }
    request.body(body.into_bytes()).map_err(|_| SendFault::Template.into())
}

/// Puts the letter into a template. What was put in is not looked at again.
fn filled(template: &str, letter: &Letter, escape: fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(template.len() + letter.text.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        filled.push_str(&rest[..at]);
        rest = &rest[at..];
        let id = letter.id.to_string();
        let values = [("{phone}", letter.phone.as_deref().unwrap_or_default()), ("{text}", letter.text.as_str()), ("{id}", id.as_str())];
        match values.into_iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, value)) => {
                filled.push_str(&escape(value));
                rest = &rest[name.len()..];
            }
            None => {
                filled.push('{');
                rest = &rest[1..];
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// How a value is written inside a body of this type, so that it stays a value.
fn escaping(content_type: &str) -> fn(&str) -> String {
    match content_type {
        form if form.contains("form-urlencoded") => percent_encoded,
        xml if xml.contains("xml") => in_xml,
        plain if plain.starts_with("text/plain") => str::to_owned,
        _ => in_json,
    }
}

/// Inside the quotes of a JSON string.
fn in_json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

fn in_xml(text: &str) -> String {
    text.chars().fold(String::new(), |mut written, c| {
        if matches!(c, '&' | '<' | '>' | '"' | '\'') {
            // Writing to a string does not fail.
            let _ = write!(written, "&#{};", u32::from(c));
        } else {
            written.push(c);
        }
        written
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            id: MessageId::new(),
            text: "【网格】已超期\n路灯 \"坏\" & 暗".into(),
            phone: "13805701234".parse().ok(),
            link: Some("https://w.test/app/cases/1".into()),
        }
    }

    fn body(target: &str) -> Result<(String, String), serde_json::Error> {
        let target: Target = serde_json::from_str(target)?;
        let request =
            request(&target, &letter(), Moment::from_millis(1_700_000_000_000)).map_err(|_| serde::de::Error::custom("no request"))?;
        Ok((request.uri().to_string(), String::from_utf8_lossy(request.body()).into_owned()))
    }

    #[test]
    fn robots_get_their_own_shapes() -> Result<(), serde_json::Error> {
        let (_, wecom) = body(r#"{"adapter":"wecom","url":"https://a.test/send?key=1"}"#)?;
        let wecom: serde_json::Value = serde_json::from_str(&wecom)?;
        let content = wecom["markdown"]["content"].as_str().unwrap_or_default();
        assert!(
            content.starts_with("**【网格】已超期**\n路灯") && content.contains("[打开案件](https://w.test/app/cases/1)\n> #"),
            "{content}"
        );
        let (_, text) = body(r#"{"adapter":"wecom","url":"https://a.test/send","format":"text"}"#)?;
        assert!(text.contains(r#""msgtype":"text""#), "{text}");
        let (url, dingtalk) = body(r#"{"adapter":"dingtalk","url":"https://a.test/send?access_token=1","secret":"SEC1"}"#)?;
        assert!(dingtalk.contains(r#""title":"【网格】已超期""#) && dingtalk.contains(r"**\n\n路灯"), "{dingtalk}");
        // HMAC-SHA256("1700000000000\nSEC1", "SEC1"), made with another implementation.
        assert!(url.starts_with("https://a.test/send?access_token=1&timestamp=1700000000000&sign="), "{url}");
        assert!(url.ends_with(SIGN), "{url}");
        Ok(())
    }

    const SIGN: &str = "ukR4%2BWoOOBTGaOauYqugxVrMSFyr92q4hPxJxuOkiio%3D";

    #[test]
    fn a_value_stays_a_value_in_every_kind_of_body() -> Result<(), serde_json::Error> {
        let sms = |content_type: &str, template: &str| {
            let target = serde_json::json!({
                "adapter": "sms", "method": "post", "url": "https://a.test/send?to={phone}", "body": template,
                "headers": [{ "name": "Content-Type", "value": content_type }],
            });
            body(&target.to_string())
        };
        let (url, json) = sms("application/json", r#"{"mobile":"{phone}","content":"{text}","other":{"x":"{unknown}"}}"#)?;
        assert_eq!(url, "https://a.test/send?to=13805701234");
        let json: serde_json::Value = serde_json::from_str(&json)?;
        assert_eq!((json["content"].as_str(), json["other"]["x"].as_str()), (Some("【网格】已超期\n路灯 \"坏\" & 暗"), Some("{unknown}")));
        assert!(sms("application/x-www-form-urlencoded", "c={text}")?.1.ends_with("%20%22%E5%9D%8F%22%20%26%20%E6%9A%97"));
        assert!(sms("text/xml", "<c>{text}</c>")?.1.contains("&#34;坏&#34; &#38; 暗</c>"));
        Ok(())
    }

    #[test]
    fn a_robot_s_refusal_comes_with_200() -> Result<(), serde_json::Error> {
        let robot: Target = serde_json::from_str(r#"{"adapter":"wecom","url":"https://a.test/send"}"#)?;
        assert_eq!(refusal(&robot, r#"{"errcode":0,"errmsg":"ok"}"#), None);
        let refused = refusal(&robot, r#"{"errcode":45009,"errmsg":"api freq out of limit"}"#);
        assert_eq!(refused.and_then(|it| it.detail).as_deref(), Some("45009 api freq out of limit"));
        assert_eq!(refusal(&robot, "<html>").map(|it| it.fault), Some(SendFault::Answer));
        Ok(())
    }
}
