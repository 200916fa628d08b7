//! What the app says, one trait a topic, both languages side by side. Labels of the domain's choices stand with them in `shared`.

mod cases;
mod inbox;
mod moments;
mod moves;
mod office;
mod report;
mod sharing;
mod shell;
mod state;
mod times;

pub use cases::CaseWords;
pub use inbox::InboxWords;
pub use moments::{ago, day, day_and_time};
pub use moves::{MoveWords, effect, reason_words};
pub use office::OfficeWords;
pub use report::ReportWords;
pub use shared::grids::grid_title;
pub use sharing::SharingWords;
pub use shell::ShellWords;
pub use state::StateWords;
pub use times::TimesWords;
