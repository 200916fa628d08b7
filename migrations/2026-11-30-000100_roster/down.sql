DROP TABLE roster_entries;
DROP TABLE rosters;
