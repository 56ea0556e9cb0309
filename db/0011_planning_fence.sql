-- The fences of planning never repeat. A planning_run row goes when its plan is made and comes back with the next request,
-- and a count of its own would begin again: a planner that slept through all that would then hold the next one's fence.
-- Begins above what any row's own count came to.
create sequence planning_fence start with 1000000;
