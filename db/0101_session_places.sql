-- Where each session began, so that people can tell their own from one that isn't.
alter table browser_session
    add column browser text not null default '',    -- as the browser calls itself
    add column address text not null default '';

create index browser_session_by_person on browser_session (person_id, id);
