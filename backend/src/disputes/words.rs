//! What stands on the papers of a mediation. They are legal documents of a Chinese procedure: the forms are Chinese, only the foot of a
//! page follows the reader.

shared::messages! {
    /// The feet of the papers.
    pub trait Words;
    made(name: &str, at: &str) => "{name} 于 {at} 打印 · 内含个人信息，请妥善保管", "Printed by {name}, {at} · holds personal data, keep it safe";
    page(number: usize, of: usize) => "第 {number} 页，共 {of} 页", "Page {number} of {of}";
}
