-- A subject in a context, as ':.eu:orders-value', is named after the topic orders: the context was taken for a part of the topic's name.
update seen_subject set topic = nullif(regexp_replace(topic, '^:\.[^:]*:', ''), '') where topic like ':.%';
