DROP TABLE rule_packs;
DROP TABLE tasks;
DROP TABLE leaves;
DROP TABLE handovers;
