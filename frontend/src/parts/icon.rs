//! Line drawings of 24 by 24, drawn with the ink of the words beside them. They never stand alone: a word or a label says the same.

use yew::prelude::*;

/// What a drawing shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Alert,
    Back,
    Bell,
    Board,
    Camera,
    Cases,
    Check,
    CheckCircle,
    Chevron,
    Clock,
    Close,
    CloseCircle,
    Cloud,
    Day,
    Device,
    Down,
    Download,
    Edit,
    Eye,
    File,
    Grid,
    Image,
    Inbox,
    Info,
    Join,
    Key,
    Keyboard,
    Leave,
    Map,
    More,
    Offline,
    Pause,
    Person,
    People,
    Phone,
    Pin,
    Plus,
    Refresh,
    Save,
    Search,
    Settings,
    Shield,
    Stale,
    Sun,
    Tag,
    TextSize,
    Up,
    Upload,
    Village,
    Work,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Alert => "M12 4 2.8 19.5h18.4zM12 10v4.2M12 17v.1",
            Self::Back => "m15 5-7 7 7 7",
            Self::Bell => "M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5M4.5 16.5h15M10 19.5a2 2 0 0 0 4 0",
            Self::Board => "M4 4h16v12H4zM12 16v4.5M8.5 20.5h7M8 8.5h8M8 12h5",
            Self::Camera => "M3.5 8h4l1.8-2.8h5.4L16.5 8h4v11.5h-17zM12 10.2a3.4 3.4 0 1 0 0 6.8 3.4 3.4 0 0 0 0-6.8",
            Self::Cases => "M5 4.5h14v15.5H5zM8.5 9h7M8.5 12.5h7M8.5 16h4",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::CheckCircle => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M8 12.2l2.9 2.9L16 9.7",
            Self::Chevron => "m9 5 7 7-7 7",
            Self::Clock => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3 2",
            Self::Close => "m6 6 12 12M18 6 6 18",
            Self::CloseCircle => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M9 9l6 6M15 9l-6 6",
            Self::Cloud => "M7 18.5a4.5 4.5 0 0 1-.4-9 5.8 5.8 0 0 1 11.2 1.2 4 4 0 0 1-.8 7.8zM12 16v-5M9.8 13 12 10.8 14.2 13",
            Self::Day => "M4 11.5 12 4.5l8 7M6 10v10h12V10M9.5 20v-5.5h5V20",
            Self::Device => "M7 3h10v18H7zM11 18h2",
            Self::Down => "m5 9 7 7 7-7",
            Self::Download => "M12 4v11M7.5 11 12 15.5 16.5 11M4.5 19.5h15",
            Self::Edit => "M4 20h4L19 9l-4-4L4 16zM13 7l4 4",
            Self::Eye => "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6",
            Self::File => "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5",
            Self::Grid => "M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z",
            Self::Image => "M4 5h16v14H4zM8.5 9.5h.01M4 16.5l5-4.5 4 3.5 3-2.5 4 3.5",
            Self::Inbox => "M4 13.5 6.5 5h11L20 13.5V19H4zM4 13.5h4.5a3.5 3.5 0 0 0 7 0H20",
            Self::Info => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11v5M12 8v.1",
            Self::Join => "M6 4v5l6 5v6M18 4v5l-6 5",
            Self::Key => "M14.5 5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M11 12.5 4 19.5M7 16.5l2.5 2.5",
            Self::Keyboard => {
                "M2.5 6h19v12h-19zM6 9.5h.1M9.5 9.5h.1M13 9.5h.1M16.5 9.5h1M6 12.5h.1M9.5 12.5h.1M13 12.5h.1M16.5 12.5h1M8 15.5h8"
            }
            Self::Leave => "M10 4.5H5v15h5M15 8l4 4-4 4M19 12H9.5",
            Self::Map => "M4 6.5 9.5 4l5 2.5L20 4v13.5L14.5 20l-5-2.5L4 20zM9.5 4v13.5M14.5 6.5V20",
            Self::More => {
                "M5.5 11.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2M12 11.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2M18.5 11.4a.6.6 0 1 0 0 1.2.6.6 0 0 0 0-1.2"
            }
            Self::Offline => "M4 4l16 16M7 18.5a4.5 4.5 0 0 1-.4-9c.2-.6.5-1.2.9-1.7M10 5.8a5.8 5.8 0 0 1 7.8 4.9 4 4 0 0 1 1.7 6.8",
            Self::Pause => "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M9.8 9v6M14.2 9v6",
            Self::Person => "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20c.6-4 3.5-6 7.5-6s6.9 2 7.5 6",
            Self::People => {
                "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M2.5 19.5c.5-3.5 3-5.5 6.5-5.5s6 2 6.5 5.5M15.5 5.3a3.5 3.5 0 0 1 0 6.4M17.5 14.5c2.2.7 3.6 2.4 4 5"
            }
            Self::Phone => "M6 4h3.5l1.5 4.5-2 1.5c1 2.2 2.8 4 5 5l1.5-2 4.5 1.5V18a2 2 0 0 1-2 2C10.5 19.5 4.5 13.5 4 6a2 2 0 0 1 2-2",
            Self::Pin => {
                "M12 3.5a6.5 6.5 0 0 0-6.5 6.5c0 4.5 6.5 10.5 6.5 10.5S18.5 14.5 18.5 10A6.5 6.5 0 0 0 12 3.5M12 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4"
            }
            Self::Plus => "M12 5v14M5 12h14",
            Self::Refresh => "M19.5 8.5A8 8 0 1 0 20 13M20 4v5h-5",
            Self::Save => "M6.5 3.5h11v17L12 16l-5.5 4.5z",
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 20.5 20.5",
            Self::Settings => "M4 7h9M17 7h3M4 17h3M11 17h9M15 5a2 2 0 1 0 0 4 2 2 0 0 0 0-4M9 15a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
            Self::Shield => "M12 3.5 5 6v5.5c0 4.3 2.9 7.3 7 9 4.1-1.7 7-4.7 7-9V6zM8.8 12l2.3 2.3 4.3-4.6",
            Self::Stale => "M4 4h16v12H4zM9 20.5h6M12 7v3.5l2 1.5",
            Self::Sun => {
                "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4"
            }
            Self::Tag => "M4 4h8l8 8-8 8-8-8zM8 8h.01",
            Self::TextSize => "M3 18 8 6l5 12M4.7 14h6.6M14.5 18l3.2-8 3.3 8M15.6 15.5h4.3",
            Self::Up => "m5 15 7-7 7 7",
            Self::Upload => "M12 15.5v-11M7.5 8.5 12 4l4.5 4.5M4.5 19.5h15",
            Self::Village => "M3 20V11l5-4 5 4v9M3 20h18M13 20V7.5L17 4.5l4 3V20M6.5 20v-4h3v4M16.5 11h1M16.5 15h1",
            Self::Work => "M4 8h16v11.5H4zM9 8V5h6v3M4 13h16",
        }
    }

    /// Drawn at the size of an icon.
    pub fn draw(self) -> Html {
        self.draw_as("icon")
    }

    /// Drawn at the size of the words beside it.
    pub fn small(self) -> Html {
        self.draw_as("icon small")
    }

    /// Drawn large, above the words of an empty page.
    pub fn big(self) -> Html {
        self.draw_as("icon big")
    }

    fn draw_as(self, class: &'static str) -> Html {
        html! { <svg {class} viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={self.path()} /></svg> }
    }
}
