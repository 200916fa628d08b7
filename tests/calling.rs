//! The calls of the API over HTTP, as a phone's engine hears them.

use std::io;

use shared::call::Call;
use shared::sync::engine::{self, Heard};

use crate::http::{Answered, Http};

/// Sends a call with a token (`Bearer …`) and what else stands in its head.
pub fn send<A>(http: &mut Http, call: &Call<A>, bearer: &str, head: &[(&str, &str)]) -> io::Result<Answered> {
    let mut headers = vec![("authorization", bearer)];
    headers.extend(call.body.as_ref().map(|body| ("content-type", body.content_type)));
    headers.extend(head);
    let body = call.body.as_ref().map_or(&[][..], |body| &body.bytes);
    http.send(call.method.as_str(), &call.path, &headers, body)
}

/// An answer as the engine takes it in.
pub fn heard(answer: Answered) -> Heard {
    let number = |name: &str| answer.header(name).and_then(|value| value.parse().ok());
    Heard::Answer(engine::Answered {
        status: answer.status,
        content_type: answer.header("content-type").unwrap_or_default().into(),
        retry_after: number("retry-after"),
        upload_offset: number("upload-offset"),
        body: answer.body,
    })
}
