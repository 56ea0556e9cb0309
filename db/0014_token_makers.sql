-- A token that was made with a token ends with it, and with whichever that one was made with.
alter table api_token add column made_with bigint[] not null default '{}'; -- from the first on; none: a person made it
