DROP TABLE documents;
DROP TABLE group_posts;
DROP TABLE grids;
DROP TABLE staff;
