DROP TABLE leads;
DROP TABLE rectifications;
