-- Rounds in which the owners of data keep or drop each grant on it; what nobody answered for is dropped at the end.
create table access_review (
    id          bigint generated always as identity primary key,
    team_id     integer references team,     -- whose data; null: everybody's
    reason      text not null,
    opened_by   text not null,               -- a handle, or the clock
    opened_at   timestamptz not null,
    ends_at     timestamptz not null check (ends_at > opened_at),
    reminded_at timestamptz,
    closed_at   timestamptz
);
create index access_review_open on access_review (ends_at) where closed_at is null;

create table access_review_item (
    review_id     bigint not null references access_review,
    grant_id      bigint not null,           -- ended grants are deleted after a while, and this stays
    cluster_id    integer not null references cluster,
    name          text not null,
    principal     text not null,
    act           text not null,
    owner_team_id integer not null references team,
    verdict       text check (verdict in ('keep', 'drop')),
    answered_by   text,
    answered_at   timestamptz,
    primary key (review_id, grant_id),
    constraint an_answer_says_whose_it_is check ((verdict is null) = (answered_by is null) and (verdict is null) = (answered_at is null))
);
create index access_review_item_by_grant on access_review_item (grant_id) where verdict = 'drop';
