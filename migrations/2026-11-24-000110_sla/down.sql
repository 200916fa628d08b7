DROP TABLE sla_limits;
