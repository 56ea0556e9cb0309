-- A reference of a subject in a context, as ':.eu:orders-value', is to a subject of that context. Their fields were read as if it were to one
-- outside, so they are read once more.
update seen_fields set version = 0 where subject like ':.%' and subject not like ':.:%';
