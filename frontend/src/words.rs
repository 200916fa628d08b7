//! What the app says, one trait a topic, both languages side by side. Labels of the domain's choices stand with them in `shared`.

mod appeals;
mod cases;
mod devices;
mod inbox;
mod known;
mod moments;
mod moves;
mod notices;
mod office;
mod phone;
mod report;
mod routing;
mod sharing;
mod shell;
mod state;
mod templates;
mod times;

pub use appeals::AppealWords;
pub use cases::CaseWords;
pub use devices::DeviceWords;
pub use inbox::InboxWords;
pub use known::KnownWords;
pub use moments::{ago, day, day_and_time};
pub use moves::{MoveWords, effect, reason_words};
pub use notices::NoticeWords;
pub use office::OfficeWords;
pub use phone::PhoneWords;
pub use report::ReportWords;
pub use routing::RoutingWords;
pub use shared::grids::grid_title;
pub use sharing::SharingWords;
pub use shell::ShellWords;
pub use state::StateWords;
pub use templates::TemplateWords;
pub use times::TimesWords;
