DROP TABLE visits;
DROP TABLE tests;
DROP TABLE treatments;
DROP TABLE personnel;
