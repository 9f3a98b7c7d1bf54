DROP TABLE reports;
DROP TABLE imports;
