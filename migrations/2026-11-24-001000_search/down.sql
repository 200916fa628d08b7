DROP INDEX case_courses_bounced;
DROP INDEX case_courses_asked;
