//! Years of cases, written by the database itself: the same rows for SQLite and PostgreSQL, whose arithmetic differs a little.
//!
//! Ids are UUIDv7 of the moment, with a running number in place of chance. Of the texts, a fifth speak of street lights (路灯), one in a
//! thousand of a manhole cover (井盖), and a dozen in all of the dragon boats (龙舟), however many cases there are.

/// How a database spells what the two spell differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// How many of the cases, the newest, are still open.
const OPEN: u32 = 2000;
/// Cases that speak of the dragon boats.
const RARE: u32 = 12;

const PHRASES: [(&str, &str); 20] = [
    ("0602", "村口路灯不亮，晚上看不清路"),
    ("0602", "小区门口路灯一闪一闪"),
    ("0602", "广场路灯杆倾斜"),
    ("0602", "巷子里路灯坏了好几天"),
    ("0401", "垃圾桶满溢没人收"),
    ("0401", "绿化带里有成堆生活垃圾"),
    ("0404", "公厕没水，气味大"),
    ("0404", "墙上贴满小广告"),
    ("0601", "路面塌陷，电瓶车容易摔"),
    ("0601", "人行道地砖松动积水"),
    ("0601", "路边护栏被撞变形"),
    ("0301", "楼道堆放杂物占了消防通道"),
    ("0301", "店铺电线私拉乱接"),
    ("0301", "灭火器过期没有更换"),
    ("0401", "河面漂浮物和枯枝较多"),
    ("0404", "夜宵摊油烟扰民"),
    ("0601", "污水管堵塞往外冒"),
    ("0602", "健身器材螺丝脱落"),
    ("0301", "出租房楼顶有彩钢棚"),
    ("0401", "建筑垃圾倒在田边"),
];

const PLACES: [&str; 10] = [
    "村口桥头东侧",
    "文化礼堂门前",
    "清湖小学北门",
    "老街菜市场旁",
    "三区十二幢楼下",
    "江滨路公交站",
    "水厂路与环城路口",
    "祠堂后面的弄堂",
    "卫生院停车场",
    "码头南岸步道",
];

/// What happens to a case that is closed: kind, move, status after it, and how many hours later.
const STEPS: [(&str, &str, &str, u32); 5] = [
    ("filed", "NULL", "filed", 0),
    ("moved", "'accept'", "accepted", 1),
    ("moved", "'assign'", "handling", 2),
    ("moved", "'complete'", "completed", 20),
    ("moved", "'close'", "closed", 24),
];

impl Dialect {
    /// A UUIDv7 of a moment, a running number and a letter that says of what it is the id.
    pub fn id(self, at: &str, n: &str, of: char) -> String {
        match self {
            Self::Sqlite => format!("unhex(printf('%012x7%03x{of}%015x', {at}, {n} % 4096, {n}))"),
            Self::Postgres => format!(
                "decode(lpad(to_hex(({at})::bigint), 12, '0') || '7' || lpad(to_hex(({n})::bigint % 4096), 3, '0') || '{of}' || lpad(to_hex(({n})::bigint), 15, '0'), 'hex')"
            ),
        }
    }

    /// The day of a moment in China, as text.
    pub fn day(self, at: &str) -> String {
        match self {
            Self::Sqlite => format!("strftime('%Y-%m-%d', {at} / 1000 + 28800, 'unixepoch')"),
            Self::Postgres => format!("to_char(to_timestamp({at} / 1000) AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')"),
        }
    }

    /// Bytes by their hexadecimal digits.
    pub fn bytes(self, digits: &str) -> String {
        match self {
            Self::Sqlite => format!("unhex('{digits}')"),
            Self::Postgres => format!("decode('{digits}', 'hex')"),
        }
    }

    fn number(self) -> &'static str {
        match self {
            Self::Sqlite => "strftime('%Y%m%d', at / 1000 + 28800, 'unixepoch') || '-' || (1000000 + n)",
            Self::Postgres => "to_char(to_timestamp(at / 1000) AT TIME ZONE 'Asia/Shanghai', 'YYYYMMDD') || '-' || (1000000 + n)",
        }
    }

    pub fn series(self, count: u32) -> String {
        match self {
            Self::Sqlite => {
                format!("(WITH RECURSIVE s (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n + 1 < {count}) SELECT n FROM s)")
            }
            Self::Postgres => format!("(SELECT n::bigint AS n FROM generate_series(0, {count} - 1) AS g (n))"),
        }
    }

    /// Twelve digits that name a report.
    fn receipt(self) -> &'static str {
        match self {
            Self::Sqlite => "printf('%012d', n)",
            Self::Postgres => "lpad(n::text, 12, '0')",
        }
    }
}

/// The statements, in their order.
pub fn statements(dialect: Dialect, cases: u32, now: i64) -> Vec<String> {
    let mut statements = tables();
    statements.push(format!(
        "CREATE TEMP TABLE filled AS SELECT c.n AS n, {now} - 94608000000 * ({cases} - c.n) / {cases} AS at, s.grid AS grid, s.person AS person,
            p.category AS category, l.text AS place, c.n % 20 AS kind, c.n >= {cases} - {OPEN} AS open,
            p.text || CASE WHEN c.n % ({cases} / {RARE}) = 5 THEN '，龙舟赛前请处理' WHEN c.n % 1000 = 7 THEN '，旁边井盖也松了' ELSE '' END AS text
         FROM {series} c
            JOIN spots s ON s.n = c.n * 7 % (SELECT count(*) FROM spots)
            JOIN phrases p ON p.n = (c.n * 13 + c.n / 60) % {phrases}
            JOIN places l ON l.n = (c.n * 3 + c.n / 700) % {places}",
        series = dialect.series(cases),
        phrases = PHRASES.len(),
        places = PLACES.len(),
    ));
    let case_id = dialect.id("at", "n", '8');
    let status = "CASE WHEN NOT open THEN CASE WHEN n % 50 = 3 THEN 'declined' ELSE 'closed' END
        WHEN kind < 5 THEN 'filed' WHEN kind < 8 THEN 'accepted' WHEN kind < 11 THEN 'dispatched' WHEN kind < 16 THEN 'handling'
        WHEN kind = 16 THEN 'waiting' WHEN kind = 17 THEN 'suspended' WHEN kind = 18 THEN 'completed' ELSE 'verified' END";
    let due = format!("CASE WHEN open AND kind NOT IN (16, 17) THEN {now} + (n % 97 - 30) * 3600000 END");
    statements.push(format!(
        "INSERT INTO cases (id, number, status, category, restricted, summary, grid, lon, lat, accuracy_m, place_source, place_text, level,
            assignee, due_at, warn_at, late_since, full_time, result, filed_at, closed_at, updated_at)
         SELECT {case_id}, {number}, {status}, category, FALSE, text, grid, 118.6 + (n % 1000) * 0.0001, 28.67 + (n % 777) * 0.0001, 12, 'gps', place,
            'grid', person, {due}, {due} - 7200000, CASE WHEN n % 9 = 0 THEN at + 90000000 END, person,
            CASE WHEN open THEN NULL ELSE '已到现场处理完毕' END, at, CASE WHEN NOT open AND n % 50 <> 3 THEN at + 86400000 END, at
         FROM filled ORDER BY n",
        number = dialect.number(),
    ));
    statements.push(format!(
        "INSERT INTO case_courses (case_id, stage, clock_unit, allotted, used, since, asked, bounces, solved, rating)
         SELECT {case_id}, CASE WHEN open THEN CASE WHEN kind < 5 THEN 'accept' WHEN kind < 8 THEN 'dispatch' WHEN kind < 18 THEN 'handle' ELSE 'verify' END END,
            CASE WHEN open THEN 'working_hour' END, CASE WHEN open THEN 57600000 END, CASE WHEN open THEN 0 END,
            CASE WHEN open AND kind NOT IN (16, 17) THEN at END, CASE WHEN open AND kind = 12 THEN 'extension' END,
            CASE WHEN n % 40 = 0 THEN 3 ELSE 0 END, CASE WHEN open THEN NULL ELSE n % 11 <> 0 END, CASE WHEN open OR n % 3 > 0 THEN NULL ELSE 4 END
         FROM filled ORDER BY n"
    ));
    statements.push(format!(
        "INSERT INTO reports (id, case_id, receipt, category, text, grid, place_text, channel, filed_by, reporter_name, reporter_phone, received_at)
         SELECT {id}, {case_id}, {receipt}, category, text || '。请尽快处理，谢谢。', grid, place, CASE n % 4 WHEN 0 THEN 'app' ELSE 'board' END,
            CASE n % 4 WHEN 0 THEN person END, CASE n % 4 WHEN 0 THEN NULL ELSE '周桂花' END, CASE n % 4 WHEN 0 THEN NULL ELSE '1' || (3800000000 + n * 7919 % 100000000) END, at
         FROM filled ORDER BY n",
        id = dialect.id("at", "n", '9'),
        receipt = dialect.receipt(),
    ));
    statements.push(format!(
        "INSERT INTO case_events (id, case_id, at, kind, by_move, by_person, status, level, assignee, reason)
         SELECT {id}, {case_id}, at + s.hours * 3600000, s.kind, s.by_move, CASE WHEN s.by_move IS NULL THEN NULL ELSE person END, s.status, 'grid', person,
            CASE WHEN s.by_move = 'complete' THEN '已到现场处理完毕' END
         FROM filled JOIN steps s ON s.k = 0 OR NOT open ORDER BY filled.n, s.k",
        id = dialect.id("(at + s.hours * 3600000)", "(filled.n * 8 + s.k)", 'a'),
        case_id = dialect.id("at", "filled.n", '8'),
    ));
    statements.extend(["filled", "spots", "phrases", "places", "steps"].map(|table| format!("DROP TABLE {table}")));
    statements
}

/// What the cases are put together from.
fn tables() -> Vec<String> {
    let phrases: Vec<String> = PHRASES.iter().enumerate().map(|(n, (category, text))| format!("({n}, '{category}', '{text}')")).collect();
    let places: Vec<String> = PLACES.iter().enumerate().map(|(n, text)| format!("({n}, '{text}')")).collect();
    let steps: Vec<String> =
        STEPS.iter().enumerate().map(|(k, (kind, by, status, hours))| format!("({k}, '{kind}', {by}, '{status}', {hours})")).collect();
    vec![
        "CREATE TEMP TABLE spots AS SELECT row_number() OVER (ORDER BY code) - 1 AS n, code AS grid,
            (SELECT person_id FROM appointments WHERE area = code AND duty = 'full_time' AND to_day IS NULL ORDER BY id LIMIT 1) AS person
         FROM grids WHERE closed_on IS NULL"
            .into(),
        "CREATE TEMP TABLE phrases (n BIGINT, category TEXT, text TEXT)".into(),
        format!("INSERT INTO phrases VALUES {}", phrases.join(", ")),
        "CREATE TEMP TABLE places (n BIGINT, text TEXT)".into(),
        format!("INSERT INTO places VALUES {}", places.join(", ")),
        "CREATE TEMP TABLE steps (k BIGINT, kind TEXT, by_move TEXT, status TEXT, hours BIGINT)".into(),
        format!("INSERT INTO steps VALUES {}", steps.join(", ")),
    ]
}
