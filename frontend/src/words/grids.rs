//! What a grid is called where its village is not clear.

/// `泉家垄 第一网格`, but `泉家垄第一网格` where the name begins with the village's already.
pub fn grid_title(village: &str, grid: &str) -> String {
    if grid.starts_with(village) { grid.to_owned() } else { format!("{village} {grid}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_village_is_named_once() {
        for (village, grid, title) in [("泉家垄", "第一网格", "泉家垄 第一网格"), ("泉家垄", "泉家垄第一网格", "泉家垄第一网格")]
        {
            assert_eq!(grid_title(village, grid), title);
        }
    }
}
