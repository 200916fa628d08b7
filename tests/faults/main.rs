//! What must hold when the power goes: nothing that was answered is lost, and nothing that was sent again counts twice.
//!
//! The real server on SQLite, killed with SIGKILL at random moments while many residents file reports.

mod durability;
mod once;
mod town;
