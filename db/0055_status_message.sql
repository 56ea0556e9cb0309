-- Why a change or a run is where it is, for a person: the field's word for it.
alter table change rename column told to status_message;
alter table planning_run rename column told to status_message;
alter table apply_run rename column told to status_message;
