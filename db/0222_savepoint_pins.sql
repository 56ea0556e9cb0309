-- Savepoints that somebody pins, and those that somebody has deleted before their time is over.
alter table savepoint
    add column pinned_at              timestamptz, -- null: nobody pinned it
    add column pinned_by              text,
    add column pin_reason             text,
    add column deletion_requested_by  text,        -- null: nobody did, it goes when its retention is over
    add constraint savepoint_pin check ((pinned_at is null) = (pinned_by is null) and (pinned_at is null) = (pin_reason is null));
