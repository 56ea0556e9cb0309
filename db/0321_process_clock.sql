-- Processes whose clock isn't the store's, as they measured it last; those whose clock is right aren't here.
create table process_clock (
    process     text primary key,                   -- as its connections are called
    ahead       interval not null,                  -- negative: it is behind
    measured_at timestamptz not null
);
