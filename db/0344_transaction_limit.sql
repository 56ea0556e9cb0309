-- What the brokers of a cluster allow a transaction to be open, the least of them (milliseconds; null: they don't show it), and when they were asked.
alter table collector add column longest_transaction_ms bigint, add column longest_transaction_at timestamptz;
