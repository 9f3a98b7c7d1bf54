DROP TABLE reconciliation_findings;
DROP TABLE reconciliations;
