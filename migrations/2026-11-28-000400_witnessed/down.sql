DROP TABLE witnessed_handovers;
