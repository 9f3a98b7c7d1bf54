DROP INDEX divisions_by_parent;
