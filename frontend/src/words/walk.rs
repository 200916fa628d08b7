shared::messages! {
    /// What is due today, in walking order.
    pub trait WalkWords;
    walk_title => "今天顺路走", "Today, in walking order";
    walk_from_middle => "从网格中间算起，到一处接着去最近的一处。", "From the middle of the grid, always on to the nearest.";
    walk_from_here => "从您现在的位置算起；位置不保存、不上传。", "From where you are; your position is neither kept nor sent.";
    walk_here => "从我这里走", "From here";
    walk_no_fix => "现在定不了位", "Your position cannot be found now";
    walk_metres(n: i64) => "{n} 米", "{n} m";
    walk_kilometres(n: String) => "{n} 公里", "{n} km";
    walk_place => "巡查", "Patrol";
    walk_visit => "走访", "Visit";
    walk_case => "办案件", "Case";
    walk_more(n: usize) => "后面还有 {n} 处", "{n} more after these";
}
