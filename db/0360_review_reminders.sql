-- Who can answer for a grant only since the others of its round were reminded has as long as they. Null in the rounds that are open now: their owners are
-- reminded once more, and have time to answer.
alter table access_review_item add column reminded_at timestamptz;
