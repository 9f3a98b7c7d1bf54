DROP TABLE views;
DROP TABLE preferences;
