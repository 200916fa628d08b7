shared::messages! {
    /// To be filled.
    pub trait CaseWords;
    placeholder_cases => "x", "x";
}
