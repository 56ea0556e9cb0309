-- What a session that began at an identity provider keeps of it.
alter table browser_session
    add column proved_at        timestamptz,   -- when its person last proved who they are; null: no provider is there to ask again
    add column provider         text,          -- the provider's key in the settings
    add column provider_session text,          -- its own name for the session there (sid)
    add column renewal          bytea,         -- the provider's refresh token, sealed
    add column renew_at         timestamptz;   -- when the provider is asked again; null: it gave no refresh token

create index browser_session_by_provider on browser_session (provider, person_id) where ended_at is null;
create index browser_session_by_renewal on browser_session (renew_at) where ended_at is null;

update browser_session set proved_at = started_at where sign_in = 'open_id_connect';
