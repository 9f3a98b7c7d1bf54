DROP INDEX personnel_sealed_number;
DROP INDEX personnel_id_number;
CREATE UNIQUE INDEX personnel_id_number ON personnel (id_index) WHERE withdrawn_at IS NULL;
DROP TABLE transfers;
DROP TABLE team_members;
DROP TABLE special_groups;
DROP TABLE notices;
DROP TABLE stays;
DROP TABLE assessments;
