-- A repeated request gets the headers of the first answer too: where what it made is, its content type, the portal's own.
alter table idempotency_key add column headers jsonb;  -- null while the first is under way, and of answers from before
