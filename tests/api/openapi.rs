//! The API's document: every change of it is seen in review.

use serde_json::Value;

use crate::world::World;

async fn document() -> Value {
    World::new().await.visitor().opens("/openapi.json").await.json()
}

#[actix_web::test]
async fn the_document_is_the_committed_one() {
    let mut document = document().await;
    document["servers"] = serde_json::json!([{"url": "/"}]);
    insta::with_settings!({prepend_module_to_snapshot => false}, { insta::assert_json_snapshot!("openapi", document) });
}

#[actix_web::test]
async fn the_document_is_openapi_3_1_and_every_reference_leads_somewhere() {
    let document = document().await;
    assert!(document["openapi"].as_str().is_some_and(|v| v.starts_with("3.1.")), "{}", document["openapi"]);
    let mut references = Vec::new();
    collect(&document, &mut references);
    let lost: Vec<_> = references.iter().filter(|r| document.pointer(r.trim_start_matches('#')).is_none()).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| match value {
            Value::String(target) if name == "$ref" => references.push(target.clone()),
            other => collect(other, references),
        }),
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}
