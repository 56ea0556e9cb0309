-- What happened to a Portal service account, and what was done for somebody: few rows of a log that only grows. As in 0351.
create index audit_event_account on audit_event (subject, id) where kind like 'account.%' or kind like 'role.%';
create index audit_event_on_behalf_of on audit_event (on_behalf_of, id) where on_behalf_of is not null;
