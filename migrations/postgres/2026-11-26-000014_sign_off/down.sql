DROP TRIGGER inspections_signed_remain ON inspections;
DROP TRIGGER inspections_signed_stay ON inspections;
DROP TABLE haste_signs;
DROP TABLE inspection_signatures;
DROP FUNCTION refuse_change_of_signed();
