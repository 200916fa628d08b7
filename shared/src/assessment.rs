//! Monthly assessment (考核) of grids and villages by their results. What a scheme may count is a closed list: nothing that comes from using
//! the app, from distance, hours or the number of reports (关于防治“指尖上的形式主义”的若干意见, 2023).

pub mod facts;
pub mod points;
pub mod presets;
pub mod ranking;
pub mod scheme;
pub mod scoring;

#[cfg(test)]
mod tests;
