//! What goes on paper: the same for the browser's print view and the PDF.

use std::collections::HashMap;

use shared::boards::Board;
use shared::staffing::PersonId;
use shared::value::{Fault, Phone};

/// The paper a board is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Paper {
    #[default]
    A4,
    A3,
    /// Eight door stickers of A7 on a sheet of A4.
    Sticker,
}

impl Paper {
    pub const ALL: [Self; 3] = [Self::A4, Self::A3, Self::Sticker];

    /// As in `?size=`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A3 => "a3",
            Self::Sticker => "sticker",
        }
    }
}

impl std::str::FromStr for Paper {
    type Err = Fault;

    fn from_str(text: &str) -> Result<Self, Fault> {
        Self::ALL.into_iter().find(|paper| paper.as_str() == text).ok_or(Fault::Choice)
    }
}

/// A board and what else its paper needs.
#[derive(Debug, Clone)]
pub struct Poster {
    pub board: Board,
    /// The address in the QR code.
    pub address: String,
    /// JPEG portraits of those who agreed to show them.
    pub portraits: HashMap<PersonId, Vec<u8>>,
}

impl Poster {
    pub fn supervision_phone(&self) -> Option<&Phone> {
        self.board.supervision_phone.as_ref()
    }
}
