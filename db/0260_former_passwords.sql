-- Which SCRAM mechanisms the brokers let clients sign in by. Where both are, a password is rotated with an overlap.
alter table credential_reading
    add column enabled_mechanisms text[];   -- null: not shown
