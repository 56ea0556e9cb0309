-- Who uses a topic: the jobs whose statements name it, as "cluster.topic".
create index resource_job_topics on resource using gin ((spec -> 'sources'), (spec -> 'sinks'))
    where kind = 'job' and gone_at is null;
