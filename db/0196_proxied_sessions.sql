-- A session that a sign-in proxy vouches for counts for a minute after the proxy last stated who its person is.
alter table browser_session
    add column confirmed_at timestamptz,   -- null: no proxy began it
    add column statement    bytea;         -- SHA-256 of what the proxy stated last: another one is another sign-in
