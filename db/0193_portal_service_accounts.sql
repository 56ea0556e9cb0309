-- A Portal service account is what a pipeline or a script signs in to the API as. It is a row among people, because requests, roles,
-- tokens and the audit log go by handle and number; the team that owns it tells it apart.
alter table person
    add column owner_team_id integer references team,     -- null: a person
    add column removed_at    timestamptz,                 -- its handle stays taken: the audit log names it
    add constraint only_an_account_is_removed check (removed_at is null or (owner_team_id is not null and disabled_at is not null)),
    add constraint an_account_never_signs_in_as_seeded check (owner_team_id is null or not is_seeded);
create index person_by_owner_team on person (owner_team_id) where owner_team_id is not null;

alter table api_token
    add column created_by     text,                       -- who created it for a service account; null: a person's own
    add column last_used_from text not null default '',   -- the address of its last use
    add column rotated_to     bigint;                     -- the token that took its place; the number stays when that is gone
