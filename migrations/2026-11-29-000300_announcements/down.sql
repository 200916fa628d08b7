DROP TABLE announcement_answers;
DROP TABLE announcement_areas;
DROP TABLE announcements;
