//! What residents, grid members and the server must agree on: the words, the shapes, the rules, the calls.
//!
//! Nothing here knows of HTTP servers, SQL tables, the DOM or the clock.

pub mod value;

pub mod call;
pub mod lang;
pub mod may;
pub mod page;
pub mod place;
pub mod problem;
pub mod time;

pub mod announcements;
pub mod appeals;
pub mod assessment;
pub mod boards;
pub mod care;
pub mod cases;
pub mod categories;
pub mod challenges;
pub mod channels;
pub mod devices;
pub mod disputes;
pub mod divisions;
pub mod duplicates;
pub mod emergencies;
pub mod grids;
pub mod holidays;
pub mod imports;
pub mod ink;
pub mod leaves;
pub mod notices;
pub mod patrols;
pub mod photos;
pub mod privacy;
pub mod receipts;
pub mod reports;
pub mod roster;
pub mod routing;
pub mod safety;
pub mod session;
pub mod settings;
pub mod sla;
pub mod staffing;
pub mod sync;
pub mod units;
pub mod witnessed;
