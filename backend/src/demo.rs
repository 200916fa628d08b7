//! The demo: Qinghu with invented people and a year of work.

pub mod canvas;
pub mod chance;
pub mod ground;
pub mod land;
pub mod names;
pub mod portraits;
pub mod scenes;
pub mod staff;
pub mod stories;
pub mod year;
