//! The server of Wangge: one module a noun (HTTP), its `rows` (SQL), and the ground they stand on.

pub mod answer;
pub mod app;
pub mod blobs;
pub mod caller;
pub mod changes;
pub mod command;
pub mod config;
pub mod db;
pub mod embed;
pub mod error;
pub mod idempotency;
pub mod input;
pub mod jobs;
pub mod limits;
pub mod listing;
pub mod openapi;
pub mod pages;
pub mod schema;
pub mod secrets;
pub mod telling;

pub mod badges;
pub mod boards;
pub mod cases;
pub mod categories;
pub mod demo;
pub mod divisions;
pub mod grids;
pub mod imports;
pub mod photos;
pub mod receipts;
pub mod reports;
pub mod session;
pub mod settings;
pub mod staffing;
pub mod units;
