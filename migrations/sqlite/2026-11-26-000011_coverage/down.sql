DROP INDEX tasks_by_campaign;
DROP TABLE campaign_units;
DROP TABLE campaign_freezes;
