DROP TABLE safety_feedback;
DROP TABLE patrol_findings;
DROP TABLE patrol_seen;
DROP TABLE patrols;
DROP TABLE patrol_plan_version;
DROP TABLE patrol_plans;
DROP TABLE patrol_places;
