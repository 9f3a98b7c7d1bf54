DROP TRIGGER inspections_signed_replaced;
DROP TRIGGER inspections_signed_remain;
DROP TRIGGER inspections_signed_stay;
DROP TABLE haste_signs;
DROP TRIGGER inspection_signatures_replaced;
DROP TRIGGER inspection_signatures_remain;
DROP TRIGGER inspection_signatures_stay;
DROP TABLE inspection_signatures;
