shared::messages! {
    /// To be filled.
    pub trait ReportWords;
    placeholder_report => "x", "x";
}
