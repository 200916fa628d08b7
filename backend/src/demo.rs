//! The demo: Qinghu with invented people and a year of work.

pub mod canvas;
pub mod chance;
pub mod land;
pub mod portraits;
pub mod scenes;
