-- What the portal shows of itself to an engine that asks for a client certificate; the key to it is the endpoint's secret.
alter table endpoint add column client_certificate text check (length(client_certificate) <= 65536);
