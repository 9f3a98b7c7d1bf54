DROP TABLE digests;
DROP TABLE notification_marks;
