DROP TABLE division_profiles;
DROP TABLE divisions;
