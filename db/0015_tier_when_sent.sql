-- The topic's tier when the request was sent; null when nobody managed it then. What rose since isn't lowered by it.
-- A request from before this column lowers none: null is the careful side, and Platform can ask again.
alter table change_resource add column tier_when_sent text
    check (tier_when_sent in ('experimental', 'standard', 'critical'));
