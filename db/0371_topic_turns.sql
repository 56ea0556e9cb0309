-- Which topics went or came since the last look: the grants on them alone may have lost theirs.
create index incarnation_gone on incarnation (gone_at) where gone_at is not null;
create index seen_topic_came on seen_topic (first_seen_at) where gone_at is null;
