//! Who may do what, on one screen: every operation of the document, asked by everybody with an empty hand.
//!
//! 401 and 403 are refusals; 404 says the same of things one may not know of, and also that the example does not exist; 400, 409,
//! 412, 415 and 422 mean the caller was let in and the request was wrong.

use std::fmt::Write;

use actix_web::http::Method;
use actix_web::test::TestRequest;
use serde_json::Value;
use shared::staffing::Duty;

use crate::world::{GRID_1, Person, QINGHU, World};

#[actix_web::test]
async fn every_operation_for_every_role() {
    let world = World::new().await;
    let document = world.visitor().opens("/openapi.json").await.json();
    let roles = [
        ("visitor", world.visitor()),
        ("part_time", world.person("周小平", Duty::PartTime, GRID_1).await),
        ("full_time", world.full_time("林小梅").await),
        ("leader", world.leader("徐长根").await),
        ("instructor", world.person("毛建国", Duty::Instructor, GRID_1).await),
        ("dispatcher", world.dispatcher("何青").await),
        ("handler", world.person("姜波", Duty::Handler, QINGHU).await),
        ("assessor", world.assessor("郑敏").await),
        ("administrator", world.administrator("陈国平").await),
    ];
    let mut table = format!("{:<60}", "operation");
    for (name, _) in &roles {
        write!(table, " {name:>13}").expect("text");
    }
    for (path, item) in document["paths"].as_object().expect("paths") {
        for method in ["get", "post", "put", "patch", "delete"] {
            if item.get(method).is_none() || path.ends_with("/auth/logout") {
                continue;
            }
            write!(table, "\n{:<60}", format!("{} {path}", method.to_uppercase())).expect("text");
            for (_, person) in &roles {
                write!(table, " {:>13}", status(person, method, path, &item[method]).await).expect("text");
            }
        }
    }
    insta::with_settings!({prepend_module_to_snapshot => false}, { insta::assert_snapshot!("access", table) });
}

/// Asks with nothing in the hand but the media type the operation wants and the first version.
async fn status(person: &Person, method: &str, path: &str, operation: &Value) -> u16 {
    let body = body(method, path);
    let path = path
        .replace("divisions/{code}", "divisions/{village}")
        .replace("{kind}", "staff")
        .split('/')
        .map(|s| if s.starts_with('{') { example(s) } else { s.to_owned() })
        .collect::<Vec<_>>()
        .join("/");
    let media = operation.pointer("/requestBody/content").and_then(Value::as_object).and_then(|c| c.keys().next().cloned());
    let mut request = TestRequest::default()
        .method(Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method"))
        .uri(&path)
        .insert_header(("if-match", "\"r1\""));
    if let Some(media) = media {
        request = request.insert_header(("content-type", media)).set_payload(body);
    }
    person.asks(request).await.status.as_u16()
}

fn example(parameter: &str) -> String {
    match parameter {
        "{code}" | "{grid}" | "{area}" => GRID_1.into(),
        "{week}" => "2026-03-02".into(),
        "{village}" => crate::world::SHICUN.into(),
        "{badge}" => "00000000".into(),
        "{rendition}" => "large".into(),
        "{category}" => "0602".into(),
        "{stage}" => "handle".into(),
        "{year}" => "2027".into(),
        _ => uuid::Uuid::nil().to_string(),
    }
}

/// A body that is read, so that what is refused is refused for who asks.
fn body(method: &str, path: &str) -> String {
    let nobody = uuid::Uuid::nil();
    let body = match (method, path.trim_start_matches("/api/v1")) {
        ("post", "/people") => serde_json::json!({"name": "某人"}),
        ("post", "/appointments") => serde_json::json!({"person": nobody, "duty": "part_time", "area": GRID_1, "from_day": "2026-01-01"}),
        ("post", "/divisions") => serde_json::json!({"code": "330881003999", "name": "某村村委会"}),
        ("post", "/grids") => serde_json::json!({"code": "330881003207077", "name": "某网格", "opened_on": "2026-01-01"}),
        ("post", path) if path.ends_with("/classes") => serde_json::json!({"class": "key", "from_day": "2026-01-01"}),
        ("post", "/me/filters") => serde_json::json!({"name": "某筛选", "filter": "queue=late"}),
        ("post", "/templates") => serde_json::json!({"move": "decline", "title": "某模板", "text": "某句话"}),
        ("post", "/cases/transitions") => serde_json::json!({"transition": {"move": "accept"}, "cases": [{"id": nobody, "version": 1}]}),
        ("post", path) if path.ends_with("/appeal") => serde_json::json!({"reason": "暴雨停工"}),
        ("post", path) if path.ends_with("/reviews") => serde_json::json!({"uphold": true, "reason": "属实"}),
        ("post", "/cases/{case}/remarks") => serde_json::json!({"note": "找过房东"}),
        ("post", "/uploads") => serde_json::json!({"id": nobody, "report": nobody, "kind": "scene", "bytes": 1, "sha256": "0".repeat(64)}),
        ("post", "/sync/push") => {
            serde_json::json!({"device": nobody, "ops": [{"id": nobody, "kind": "remark_case", "captured_at": "2026-01-01T00:00:00Z", "body": {}}]})
        }
        ("post", "/sync/held/{op}/discard") => serde_json::json!({"reason": "手机已找回，内容不实"}),
        ("post", "/sync/receipts/check") => serde_json::json!({
            "op": nobody, "person": nobody, "kind": "remark_case", "captured_at": "2026-01-01T00:00:00Z", "arrived_at": "2026-01-01T00:00:00Z",
            "sha256": "0".repeat(64), "signature": "made-up"
        }),
        ("post", "/me/notices/read") => serde_json::json!({"up_to": "2020-01-01T00:00:00Z"}),
        ("post", "/channels") => serde_json::json!({"name": "群", "target": {"adapter": "wecom", "url": "https://example.org/send?key=1"}}),
        ("post", path) if path.ends_with("/transitions") => serde_json::json!({"move": "accept"}),
        ("post", "/routing-rules") | ("put", "/routing-rules/{rule}") => {
            serde_json::json!({"name": "某规则", "level": "sub_district", "auto": "suggest", "late": "nothing"})
        }
        ("post", "/routing-rules/order") => serde_json::json!({"rules": []}),
        ("post", "/routing-rules/dry-run") => serde_json::json!({"month": "2026-01"}),
        ("post", "/cases/reassign") => serde_json::json!({"from": nobody, "to": nobody}),
        ("post", path) if path.ends_with("/children") => serde_json::json!({"category": "0602", "text": "路灯不亮"}),
        ("post", path) if path.ends_with("/parts") => serde_json::json!({"unit": nobody, "task": "请看现场"}),
        ("post", path) if path.ends_with("/done") => serde_json::json!({"result": "已整改"}),
        ("post", "/patrol-places") => serde_json::json!({"grid": GRID_1, "name": "村口桥", "kind": "road", "class": "key"}),
        ("put", "/patrol-plans") => serde_json::json!({"items": []}),
        ("post", "/patrols") => serde_json::json!({
            "id": nobody, "grid": GRID_1, "started_at": "2026-01-02T01:00:00Z", "ended_at": "2026-01-02T00:00:00Z"
        }),
        ("post", "/announcements") => serde_json::json!({
            "id": nobody, "kind": "notice", "title": "某通知", "text": "请阅", "areas": [], "until": "2030-01-01"
        }),
        ("post", "/announcements/{announcement}/answers") => {
            serde_json::json!({"id": nobody, "announcement": nobody, "at": "2026-01-02T00:00:00Z"})
        }
        ("put", path) if path.starts_with("/rosters/") => serde_json::json!({"entries": []}),
        ("post", "/leaves") => serde_json::json!({"id": nobody, "from_day": "2026-01-02", "to_day": "2026-01-01"}),
        ("post", "/leaves/{leave}/decision") => serde_json::json!({"decline": {"reason": "人手不够"}}),
        ("post", "/emergencies") => serde_json::json!({"id": nobody, "kind": "flood", "title": "某次应急", "areas": []}),
        ("post", "/emergencies/{emergency}/notices") => serde_json::json!({"id": nobody, "text": "请到岗"}),
        ("post", "/emergencies/{emergency}/steps") => serde_json::json!({
            "id": nobody, "emergency": nobody, "at": "2026-01-02T00:00:00Z", "step": {"receive": {"notice": nobody}}
        }),
        ("post", "/care-records") => serde_json::json!({
            "id": nobody, "grid": GRID_1, "person": {"name": "某人", "reasons": []}, "level": "close", "basis": "duty", "basis_day": "2026-01-01"
        }),
        ("post", "/care-visits") => {
            serde_json::json!({"id": nobody, "record": nobody, "at": "2026-01-02T00:00:00Z", "way": "home", "result": "well"})
        }
        ("post", "/safety-feedback") => serde_json::json!({"id": nobody, "grid": GRID_1, "report": nobody}),
        ("post", "/units") => serde_json::json!({"name": "某单位", "level": "sub_district"}),
        ("post", "/reports") => serde_json::json!({"category": "0602", "text": "路灯不亮", "grid": GRID_1}),
        ("put", path) if path.starts_with("/sla/") => serde_json::json!({"amount": 1, "unit": "working_day"}),
        ("post", "/me/password") => serde_json::json!({"current": "not the one", "new": "湖边的新密码 1"}),
        _ => serde_json::json!({}),
    };
    body.to_string()
}
