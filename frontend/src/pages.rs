//! The pages, one for each address of [`crate::route::Route`].

pub mod appeals;
pub mod case;
pub mod cases;
pub mod channels;
pub mod day;
pub mod division;
pub mod divisions;
pub mod grid;
pub mod holidays;
pub mod imports;
pub mod inbox;
pub mod limits;
pub mod me;
pub mod not_found;
pub mod notices;
pub mod password;
pub mod people;
pub mod person;
pub mod report;
pub mod routing;
pub mod sessions;
pub mod settings;
pub mod sign_in;
pub mod stale_boards;
pub mod templates;
pub mod units;
