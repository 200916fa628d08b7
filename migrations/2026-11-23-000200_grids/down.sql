DROP TABLE boundary_version;
DROP TABLE grid_successions;
DROP TABLE grids;
