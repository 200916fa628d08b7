DROP INDEX cases_by_filer;
DROP INDEX cases_open_by_assignee;
DROP INDEX cases_open;
DROP INDEX case_courses_bounced;
DROP INDEX case_courses_asked;
