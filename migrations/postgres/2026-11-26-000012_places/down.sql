DROP TABLE premises_merges;
