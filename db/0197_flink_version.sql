-- The version that answered before at the address of a cluster's Flink: what a newer one wrote, an older one can't be counted on to read.
alter table flink_reading
    add column former_version text,        -- null: no other one was seen
    add column version_since  timestamptz; -- when the one that answers now was first seen after it
