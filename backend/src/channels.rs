//! Channels and the outbox, for the administrator.

mod adapters;
pub mod posting;
pub mod postman;
pub mod rows;
pub mod sending;

use actix_web::web::{Data, Path};
use actix_web::{delete, get, patch, post};
use shared::channels::{
    Channel, ChannelId, ChannelPatch, ChannelTest, ChannelTested, Message, MessageFilter, MessageId, NewChannel, SendFault, Target,
};
use shared::may;
use shared::notices::NoticeKind;
use shared::page::Page;
use shared::time::Moment;
use utoipa_actix_web::service_config::ServiceConfig;

use self::postman::Postman;
use crate::answer::{Answer, Created, Found, Listed, NoContent};
use crate::caller::Token;
use crate::changes::By;
use crate::config::Config;
use crate::db::{Conn, Db};
use crate::error::{Error, FieldFault};
use crate::input::{Json, Patch, Query, Seen};
use crate::listing::Stretch;
use crate::say;
use crate::secrets::Secrets;

pub fn routes(config: &mut ServiceConfig) {
    config.service(list_channels).service(add_channel).service(find_channel).service(change_channel).service(remove_channel);
    config.service(test_channel).service(list_messages).service(retry_message);
}

/// The administrator, and when he or she acts.
fn administrator(conn: &mut Conn, token: Token, now: Moment) -> Result<By, Error> {
    let caller = token.caller(conn, now)?;
    Error::unless(may::manage_channels(&caller))?;
    Ok(By { person: Some(caller.person), at: now })
}

/// List the channels.
#[utoipa::path(tag = "channels")]
#[get("/channels")]
async fn list_channels(db: Data<Db>, token: Token) -> Answer<Listed<Channel>> {
    let now = Moment::now();
    let channels = db
        .read(move |conn| {
            administrator(conn, token, now)?;
            rows::list(conn)
        })
        .await?;
    Ok(Listed(Page::whole(channels)))
}

/// Add a channel.
///
/// It is off unless `enabled` is true. Address, secrets and template are written and never read back.
#[utoipa::path(tag = "channels")]
#[post("/channels")]
async fn add_channel(
    db: Data<Db>,
    secrets: Data<Secrets>,
    config: Data<Config>,
    token: Token,
    new: Json<NewChannel>,
) -> Answer<Created<Channel>> {
    let (new, now, secrets) = (new.0, Moment::now(), secrets.get_ref().clone());
    let private = config.private_channels;
    let channel = db
        .write(move |conn| {
            let by = administrator(conn, token, now)?;
            fit(Some(&new.target), Some(&new.kinds), private)?;
            rows::add(conn, &secrets, &new, by)
        })
        .await?;
    let (location, version) = (format!("/api/v1/channels/{}", channel.id), channel.version);
    Ok(Created::new(channel, location).at(version))
}

/// Find a channel.
#[utoipa::path(tag = "channels")]
#[get("/channels/{channel}")]
async fn find_channel(db: Data<Db>, token: Token, channel: Path<ChannelId>) -> Answer<Found<Channel>> {
    let (id, now) = (*channel, Moment::now());
    let channel = db
        .read(move |conn| {
            administrator(conn, token, now)?;
            rows::find(conn, id)
        })
        .await?;
    let version = channel.version;
    Ok(Found::at(channel, version))
}

/// Change a channel.
///
/// A channel that is turned off forgets the messages that still wait.
#[utoipa::path(tag = "channels", request_body(content = ChannelPatch, content_type = "application/merge-patch+json"))]
#[patch("/channels/{channel}")]
async fn change_channel(
    db: Data<Db>,
    secrets: Data<Secrets>,
    config: Data<Config>,
    token: Token,
    channel: Path<ChannelId>,
    seen: Seen,
    patch: Patch<ChannelPatch>,
) -> Answer<Found<Channel>> {
    let (id, patch, now, secrets) = (*channel, patch.0, Moment::now(), secrets.get_ref().clone());
    let private = config.private_channels;
    let channel = db
        .write(move |conn| {
            let by = administrator(conn, token, now)?;
            fit(patch.target.as_ref(), patch.kinds.as_deref(), private)?;
            rows::change(conn, &secrets, id, &patch, seen, by)
        })
        .await?;
    let version = channel.version;
    Ok(Found::at(channel, version))
}

/// Remove a channel.
///
/// The messages that went through it go too.
#[utoipa::path(tag = "channels")]
#[delete("/channels/{channel}")]
async fn remove_channel(db: Data<Db>, token: Token, channel: Path<ChannelId>, seen: Seen) -> Answer<NoContent> {
    let (id, now) = (*channel, Moment::now());
    db.write(move |conn| {
        let by = administrator(conn, token, now)?;
        rows::remove(conn, id, seen, by)
    })
    .await?;
    Ok(NoContent)
}

/// Send a test message.
///
/// At once, whether the channel is on or not; the answer says what became of it. A gateway of short messages needs a `phone`.
#[utoipa::path(tag = "channels")]
#[post("/channels/{channel}/test")]
async fn test_channel(
    db: Data<Db>,
    secrets: Data<Secrets>,
    postman: Data<Postman>,
    token: Token,
    channel: Path<ChannelId>,
    test: Json<ChannelTest>,
) -> Answer<Found<ChannelTested>> {
    let (id, now) = (*channel, Moment::now());
    let sealed = db
        .read(move |conn| {
            administrator(conn, token, now)?;
            rows::target(conn, id)
        })
        .await?;
    let Some(target) = rows::opened(&secrets, id, &sealed) else {
        return Ok(Found::new(ChannelTested { fault: Some(SendFault::Template), detail: None }));
    };
    if matches!(target, Target::Sms { .. }) && test.phone.is_none() {
        return Err(Error::invalid("/phone", "required", say!("请填写接收测试短信的手机号", "Give the phone the test message goes to")));
    }
    let letter = adapters::Letter {
        id: MessageId::new(), text: "【网格】测试消息：通道已接通".into(), phone: test.0.phone, link: None
    };
    let failure = sending::deliver(&postman, target, letter, now).await?;
    let (fault, detail) = failure.map_or((None, None), |failure| (Some(failure.fault), failure.detail));
    Ok(Found::new(ChannelTested { fault, detail }))
}

/// List the messages on their way out, newest first.
#[utoipa::path(tag = "channels", params(MessageFilter))]
#[get("/outbox")]
async fn list_messages(db: Data<Db>, secrets: Data<Secrets>, token: Token, filter: Query<MessageFilter>) -> Answer<Listed<Message>> {
    let (filter, now) = (filter.0, Moment::now());
    let stretch = Stretch::new(&secrets, "outbox", &filter, filter.cursor.as_deref(), filter.limit)?;
    let page = db
        .read(move |conn| {
            administrator(conn, token, now)?;
            rows::outbox::list(conn, &filter, &stretch)
        })
        .await?;
    Ok(Listed(page))
}

/// Try a message again that was given up.
#[utoipa::path(tag = "channels")]
#[post("/outbox/{message}/retry")]
async fn retry_message(db: Data<Db>, token: Token, message: Path<MessageId>) -> Answer<Found<Message>> {
    let (id, now) = (*message, Moment::now());
    let message = db
        .write(move |conn| {
            let by = administrator(conn, token, now)?;
            rows::outbox::retry(conn, id, by)
        })
        .await?;
    Ok(Found::new(message))
}

/// Refuses what could never be sent: an address the operator does not allow, a template with a hole, a kind that is nobody's but the reader's.
fn fit(target: Option<&Target>, kinds: Option<&[NoticeKind]>, private: bool) -> Result<(), Error> {
    let mut faults = Vec::new();
    if target.is_some_and(|target| !private && !target.url().is_secure()) {
        let words = say!(
            "地址应以 https:// 开头；内网的 http 网关要由运维人员用 --private-channels 开放",
            "The address must begin with https://; the operator can allow http inside the own network with --private-channels"
        );
        faults.push(FieldFault::new("/target/url", "insecure", words));
    }
    if target.is_some_and(|target| !target.is_complete()) {
        let words = say!("模板里要有 {{phone}} 和 {{text}}", "The template must contain {{phone}} and {{text}}");
        faults.push(FieldFault::new("/target/body", "incomplete", words));
    }
    if kinds.into_iter().flatten().any(|kind| !kind.is_of_case()) {
        let words = say!("每日待办只发给本人", "The daily digest goes to the reader alone");
        faults.push(FieldFault::new("/kinds", "not_allowed", words));
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::fields(faults)) }
}
