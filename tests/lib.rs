//! What the tests share that run the real server: its process, and a small HTTP client that shows exactly what was sent and answered.

pub mod calling;
pub mod ending;
pub mod http;
pub mod server;
