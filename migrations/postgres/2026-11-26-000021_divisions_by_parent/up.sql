-- A level of the tree is asked for by the area above it: of six hundred thousand areas that must read no others.
CREATE INDEX divisions_by_parent ON divisions (parent_code, code);
