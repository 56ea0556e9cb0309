-- Accounts with one e-mail address are taken for one human: for each list of approvals and each access review, the others of an address are looked for.
create index external_identity_by_email on external_identity (lower(email));
