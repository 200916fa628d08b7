shared::messages! {
    /// To be filled.
    pub trait OfficeWords;
    placeholder_office => "x", "x";
}
