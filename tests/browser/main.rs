//! Journeys through the real server in a real browser, told as the people of the sub-district would tell them.
//!
//! What a page shows is found by the roles and names that a screen reader says, so that every journey also proves them. After
//! each page axe looks for barriers, with no rule off.

mod announcements;
mod audit;
mod board;
mod browser;
mod care;
mod command;
mod desk;
mod dispute;
mod driver;
mod emergency;
mod figures;
mod journey;
mod line;
mod look;
mod lost;
mod member;
mod office;
mod offline;
mod outbox;
mod pages;
mod patrol;
mod picture;
mod pin;
mod report;
mod resident;
mod roster;
mod set_up;
mod site;
mod times;
mod witnessed;
