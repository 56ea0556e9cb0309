-- Nothing was ever written to it.
drop table outbox;
