DROP TABLE spent_challenges;
DROP TABLE reporter_lines;
