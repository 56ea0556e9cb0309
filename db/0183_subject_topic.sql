-- The topic that a subject is named after: of one named by its topic and its record, only its text tells where the one ends.
alter table seen_subject add column topic text;
create index on seen_subject (cluster_id, topic);

-- It is found where the fields are read, so they are read once more.
update seen_fields set version = 0;
