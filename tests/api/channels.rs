//! Channels and the outbox: what leaves the house, what does not, and what happens when the other side does not take it.

use backend::channels::sending::deliver_due;
use serde_json::json;
use shared::channels::{
    Channel, ChannelPatch, ChannelTest, Message, MessageFilter, MessageState, NewChannel, SendFault, Target, add_channel, change_channel,
    find_channel, list_channels, list_messages, remove_channel, retry_message, test_channel,
};
use shared::notices::NoticeKind;
use shared::problem::Code;
use shared::reports::{Reporter, file_report};
use shared::time::Moment;

use crate::gateway::{Gateway, Says, taken};
use crate::reports::new_report;
use crate::world::{GRID_1, GRID_2, Person, World};

fn robot(url: &str) -> Target {
    serde_json::from_value(json!({ "adapter": "wecom", "url": url })).expect("a target")
}

fn channel(target: Target) -> NewChannel {
    let kinds = vec![NoticeKind::New, NoticeKind::Overdue];
    NewChannel { name: "十村一网格群".parse().expect("a name"), target, enabled: true, kinds, area: None, unit: None }
}

async fn messages(who: &Person) -> Vec<Message> {
    who.sends(list_messages(&MessageFilter::default())).await.items
}

/// The one message there is.
async fn message(who: &Person) -> Message {
    let mut all = messages(who).await;
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

/// A report with everything a message must not tell.
async fn report(world: &World, category: &str) {
    let new = shared::reports::NewReport {
        text: "王大爷家门口路灯不亮，电话 13800001111".parse().expect("a text"),
        reporter: Some(Reporter { name: "王大爷".parse().ok(), phone: "13800001111".parse().ok() }),
        ..new_report(category)
    };
    world.visitor().sends(file_report(&new)).await;
}

async fn deliver(world: &World, at: Moment) -> usize {
    deliver_due(&world.state, at).await.expect("a delivery")
}

#[actix_web::test]
async fn a_group_is_told_in_the_transaction_of_the_event_and_nothing_personal_leaves() {
    let world = World::with_private_channels().await;
    let administrator = world.administrator("陈国平").await;
    let group = Gateway::robot();
    administrator.sends(add_channel(&channel(robot(&group.url)))).await;
    report(&world, "0602").await;
    report(&world, "0102").await;
    let now = Moment::now();
    assert_eq!((deliver(&world, now).await, deliver(&world, now).await), (2, 0));
    let asked = group.asked();
    assert_eq!(asked.len(), 2);
    let all: String = asked.iter().map(|request| request.body.as_str()).collect();
    assert!(all.contains("新案件") && all.contains("十村一网格") && all.contains("一件案件"), "{all}");
    for secret in ["王大爷", "13800001111", "门口", "邻里纠纷"] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
    let sent = messages(&administrator).await;
    assert!(sent.iter().all(|message| message.state == MessageState::Sent && message.tries == 1), "{sent:?}");
    // The message carries its id, by which a second copy can be told.
    let id = sent[0].id.to_string();
    assert!(all.contains(&id[id.len() - 8..]), "{id} in {all}");
}

#[actix_web::test]
async fn a_message_that_is_not_taken_is_tried_again_and_at_last_given_up() {
    let world = World::with_private_channels().await;
    let administrator = world.administrator("陈国平").await;
    let group = Gateway::that(vec![
        Says::Answer(500, "sorry".into()),
        Says::Answer(200, r#"{"errcode":45009,"errmsg":"too often"}"#.into()),
        taken(),
    ]);
    administrator.sends(add_channel(&channel(robot(&group.url)))).await;
    report(&world, "0602").await;
    let mut now = Moment::now();
    for (fault, detail) in [(SendFault::Status, "HTTP 500"), (SendFault::Answer, "45009 too often")] {
        assert_eq!(deliver(&world, now).await, 1);
        let waiting = message(&administrator).await;
        assert_eq!((waiting.state, waiting.fault, waiting.detail.as_deref()), (MessageState::Waiting, Some(fault), Some(detail)));
        assert_eq!(deliver(&world, now.plus_seconds(10)).await, 0, "not before its time");
        now = waiting.next_try_at.expect("another try");
    }
    assert_eq!(deliver(&world, now).await, 1);
    let sent = message(&administrator).await;
    assert_eq!((sent.state, sent.tries, sent.fault, sent.next_try_at), (MessageState::Sent, 3, None, None));
    let asked = group.asked();
    assert_eq!((asked.len(), &asked[0].body), (3, &asked[2].body), "the same message at every try");

    let deaf = Gateway::that(vec![Says::Answer(503, String::new())]);
    let target = ChannelPatch { target: Some(robot(&deaf.url)), ..ChannelPatch::default() };
    let one = administrator.sends(list_channels()).await.items.remove(0);
    administrator.sends(change_channel(one.id, &target, one.version)).await;
    report(&world, "0602").await;
    let failed = MessageFilter { state: Some(MessageState::Failed), ..MessageFilter::default() };
    let mut tries = 0;
    while administrator.sends(list_messages(&failed)).await.items.is_empty() {
        tries += deliver(&world, Moment::now().plus_seconds(100_000 * i64::try_from(tries + 1).expect("a few"))).await;
        assert!(tries <= 8);
    }
    assert_eq!((tries, administrator.sends(find_channel(one.id)).await.failed), (8, 1));
    let given_up = administrator.sends(list_messages(&failed)).await.items.remove(0);
    let again = administrator.sends(retry_message(given_up.id)).await;
    assert_eq!((again.state, again.tries), (MessageState::Waiting, 0));
    administrator.fails(retry_message(given_up.id), Code::Conflict).await;
}

#[actix_web::test]
async fn the_sender_is_not_led_astray() {
    let world = World::with_private_channels().await;
    let administrator = world.administrator("陈国平").await;
    let inner = Gateway::robot();
    let astray = Gateway::that(vec![Says::Redirect(inner.url.clone())]);
    let silent = Gateway::that(vec![Says::Nothing]);
    let endless = Gateway::that(vec![Says::Answer(200, "x".repeat(20_000))]);
    for (gateway, fault) in [(&astray, SendFault::Redirected), (&silent, SendFault::Timeout), (&endless, SendFault::TooLarge)] {
        let one = administrator.sends(add_channel(&channel(robot(&gateway.url)))).await;
        let tested = administrator.sends(test_channel(one.id, &ChannelTest::default())).await;
        assert_eq!(tested.fault, Some(fault));
    }
    let gone = administrator.sends(add_channel(&channel(robot("http://127.0.0.1:9/send")))).await;
    assert_eq!(administrator.sends(test_channel(gone.id, &ChannelTest::default())).await.fault, Some(SendFault::Unreachable));
    assert!(inner.asked().is_empty());
}

#[actix_web::test]
async fn nothing_goes_to_private_addresses_or_in_plain_text_unless_the_operator_lets_it() {
    let world = World::new().await;
    let administrator = world.administrator("陈国平").await;
    let problem = administrator.fails(add_channel(&channel(robot("http://example.org/send"))), Code::Invalid).await;
    assert_eq!((&*problem.errors[0].pointer, &*problem.errors[0].code), ("/target/url", "insecure"));
    for inside in
        ["https://127.0.0.1/send", "https://localhost/send", "https://169.254.169.254/latest", "https://10.0.0.7/", "https://[::1]/"]
    {
        let one = administrator.sends(add_channel(&channel(robot(inside)))).await;
        let tested = administrator.sends(test_channel(one.id, &ChannelTest::default())).await;
        assert_eq!(tested.fault, Some(SendFault::PrivateAddress), "{inside}");
    }
}

#[actix_web::test]
async fn what_a_channel_needs_to_get_in_is_never_read_back() {
    let world = World::new().await;
    let (administrator, dispatcher) = (world.administrator("陈国平").await, world.dispatcher("何青").await);
    let secrets =
        json!({ "adapter": "dingtalk", "url": "https://oapi.dingtalk.com/robot/send?access_token=hidden1", "secret": "SEChidden2" });
    let new = channel(serde_json::from_value(secrets).expect("a target"));
    dispatcher.fails(add_channel(&new), Code::Forbidden).await;
    let one = administrator.sends(add_channel(&new)).await;
    assert_eq!((&*one.host, one.waiting, one.failed), ("oapi.dingtalk.com", 0, 0));
    let read = [administrator.tries(&find_channel(one.id)).await.text(), administrator.tries(&list_channels()).await.text()];
    let kept: (Vec<u8>, Vec<String>) = world
        .write(move |conn| {
            use backend::schema::{changes, channels};
            use diesel::prelude::*;
            let target = channels::table.find(one.id).select(channels::target).first(conn)?;
            Ok((target, changes::table.select(changes::detail).load(conn)?))
        })
        .await;
    let kept = format!("{} {}", String::from_utf8_lossy(&kept.0), kept.1.concat());
    for text in read.iter().chain([&kept]) {
        assert!(!text.contains("hidden"), "{text}");
    }
}

#[actix_web::test]
async fn a_channel_carries_what_it_is_set_to_and_nothing_while_it_is_off() {
    let world = World::with_private_channels().await;
    let administrator = world.administrator("陈国平").await;
    let group = Gateway::robot();
    let new = NewChannel { enabled: false, area: GRID_2.parse().ok(), ..channel(robot(&group.url)) };
    let one: Channel = administrator.sends(add_channel(&new)).await;
    report(&world, "0602").await;
    let on = ChannelPatch { enabled: Some(true), ..ChannelPatch::default() };
    let one = administrator.sends(change_channel(one.id, &on, one.version)).await;
    report(&world, "0602").await;
    assert!(messages(&administrator).await.is_empty(), "off, then another grid's");
    let here = ChannelPatch { area: Some(GRID_1.parse().ok()), kinds: Some(vec![NoticeKind::Overdue]), ..ChannelPatch::default() };
    let one = administrator.sends(change_channel(one.id, &here, one.version)).await;
    report(&world, "0602").await;
    assert!(messages(&administrator).await.is_empty(), "another kind");
    let all = ChannelPatch { kinds: Some(vec![NoticeKind::New]), ..ChannelPatch::default() };
    let one = administrator.sends(change_channel(one.id, &all, one.version)).await;
    report(&world, "0602").await;
    assert_eq!(administrator.sends(find_channel(one.id)).await.waiting, 1);
    let off = ChannelPatch { enabled: Some(false), ..ChannelPatch::default() };
    administrator.fails(change_channel(one.id, &off, 1), Code::VersionConflict).await;
    let one = administrator.sends(change_channel(one.id, &off, one.version)).await;
    assert_eq!((one.waiting, deliver(&world, Moment::now()).await, group.asked().len()), (0, 0, 0));
    let digest = ChannelPatch { kinds: Some(vec![NoticeKind::Digest]), ..ChannelPatch::default() };
    administrator.fails(change_channel(one.id, &digest, one.version), Code::Invalid).await;
    administrator.sends(remove_channel(one.id, one.version)).await;
    administrator.fails(find_channel(one.id), Code::NotFound).await;
}

#[actix_web::test]
async fn short_messages_go_to_those_who_are_told() {
    let world = World::with_private_channels().await;
    let (administrator, lin) = (world.administrator("陈国平").await, world.full_time("林小梅").await);
    let gateway = Gateway::that(vec![Says::Answer(200, r#"{"code":"OK"}"#.into()), Says::Answer(200, r#"{"code":"LIMIT"}"#.into())]);
    let target = json!({
        "adapter": "sms", "method": "post", "url": gateway.url, "expected": "\"code\":\"OK\"",
        "headers": [{ "name": "X-Key", "value": "hidden" }],
        "body": r#"{"to":"{phone}","id":"{id}","text":"{text}"}"#,
    });
    let one = administrator.sends(add_channel(&channel(serde_json::from_value(target).expect("a target")))).await;
    report(&world, "0602").await;
    assert_eq!(deliver(&world, Moment::now()).await, 1);
    let asked = gateway.asked().remove(0);
    let body: serde_json::Value = serde_json::from_str(&asked.body).expect("JSON");
    let sent = message(&administrator).await;
    assert_eq!((body["to"].as_str(), body["id"].as_str()), (Some(&*lin.phone), Some(&*sent.id.to_string())));
    assert!(
        asked.head.to_lowercase().contains("x-key: hidden")
            && body["text"].as_str().is_some_and(|text| text.starts_with("【网格】新案件\n"))
    );
    assert!(sent.phone.is_some_and(|phone| phone.contains("****")));
    administrator.fails(test_channel(one.id, &ChannelTest::default()), Code::Invalid).await;
    let tested = administrator.sends(test_channel(one.id, &ChannelTest { phone: "13805701234".parse().ok() })).await;
    assert_eq!((tested.fault, tested.detail.as_deref()), (Some(SendFault::Answer), Some(r#"{"code":"LIMIT"}"#)));
    let hole = json!({ "adapter": "sms", "method": "get", "url": "https://example.org/?t={text}" });
    let problem = administrator.fails(add_channel(&channel(serde_json::from_value(hole).expect("a target"))), Code::Invalid).await;
    assert_eq!(problem.errors[0].code, "incomplete");
}

#[actix_web::test]
async fn two_servers_share_an_outbox_and_one_that_dies_loses_nothing() {
    let world = World::with_private_channels().await;
    let administrator = world.administrator("陈国平").await;
    let group = Gateway::robot();
    administrator.sends(add_channel(&channel(robot(&group.url)))).await;
    for _ in 0..6 {
        report(&world, "0602").await;
    }
    let now = Moment::now();
    // One server takes two and dies.
    let taken = world.write(move |conn| backend::channels::rows::outbox::claim(conn, 2, now)).await;
    assert_eq!(taken.len(), 2);
    let (one, other) = futures_util::join!(deliver(&world, now), deliver(&world, now));
    assert_eq!((one + other, group.asked().len()), (4, 4));
    assert_eq!(deliver(&world, now.plus_seconds(299)).await, 0);
    assert_eq!(deliver(&world, now.plus_seconds(300)).await, 2);
    assert!(messages(&administrator).await.iter().all(|message| message.state == MessageState::Sent));
}
