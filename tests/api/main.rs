//! What the server does, asked as its users ask: in process, on a real database, everybody in parallel.
//!
//! With `TEST_DATABASE_URL=postgres://…` the same tests run on PostgreSQL, each in a schema of its own; without it, on SQLite files.

mod gateway;
mod model;
mod phone;
mod world;

mod access;
mod answering;
mod appeals;
mod badges;
mod boards;
mod carried;
mod cases;
mod challenges;
mod channels;
mod demo;
mod desk;
mod devices;
mod disputes;
mod divisions;
mod feed;
mod grids;
mod ground;
mod handovers;
mod holidays;
mod imports;
mod moves;
mod notices;
mod openapi;
mod pages;
mod papers;
mod patrols;
mod photos;
mod public_cases;
mod pull;
mod random;
mod receipts;
mod reports;
mod routing;
mod safety;
mod scan;
mod schema;
mod search;
mod session;
mod sharing;
mod shicun;
mod similar;
mod sla;
mod staffing;
mod sync;
mod together;
mod units;
mod uploads;
mod waking;
mod witnessed;
