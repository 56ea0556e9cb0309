-- Data Protection's keys, where Portal:KeysIn is Store: encrypted with the certificate of web and workers, never in the clear.
create table data_protection_key (
    name      text primary key check (length(name) between 1 and 200),                    -- as its file would be called, without .xml
    xml       text not null check (position('requiresEncryption="true"' in xml) = 0),     -- Data Protection's mark of what is in the clear
    stored_at timestamptz not null default clock_timestamp()
);
