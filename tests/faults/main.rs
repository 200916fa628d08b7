//! What must hold when the power or the line goes: nothing that was answered is lost, and nothing that was sent again counts twice.
//!
//! The real server on SQLite: killed with SIGKILL at random moments while many residents file reports, and behind a line that fails in
//! every way while a phone sends.

mod crossing;
mod durability;
mod line;
mod once;
mod phone;
mod town;
