DROP TABLE emergency_steps;
DROP TABLE emergency_evacuees;
DROP TABLE emergency_households;
DROP TABLE emergency_receipts;
DROP TABLE emergency_notices;
DROP TABLE emergency_grids;
DROP TABLE emergencies;
