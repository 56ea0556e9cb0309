-- A collector that ends with an error says so where a person looks: null once a cycle was written again.
alter table collector add column failure text;
