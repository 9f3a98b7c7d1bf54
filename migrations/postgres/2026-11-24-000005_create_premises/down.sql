DROP TABLE inspections;
DROP TABLE campaigns;
DROP TABLE premises;
