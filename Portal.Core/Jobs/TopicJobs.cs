using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Jobs;

/// <inheritdoc cref="ITopicJobs"/>
internal sealed class TopicJobs(IDbContextFactory<PortalDb> store, ResourceKinds kinds) : ITopicJobs
{
    public async Task<ILookup<string, TopicJob>> Of(
        ClusterId cluster,
        IReadOnlyCollection<string> topics,
        IReadOnlyCollection<Step> planned,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var at = await db.Set<Cluster>()
            .Where(c => c.Id == cluster)
            .Select(c => new { c.Name, c.Environment })
            .SingleAsync(stop);
        var byTable = topics.ToDictionary(topic => $"{at.Name}.{topic}", StringComparer.Ordinal);
        var tables = byTable.Keys.ToArray();
        var rows = await (
            from resource in db.Set<Resource>()
                .FromSql(
                    $"""
                    select * from resource
                    where kind = 'job' and gone_at is null and (spec -> 'sources' ?| {tables} or spec -> 'sinks' ?| {tables})
                    """
                )
                .AsNoTracking()
            join flink in db.Set<Cluster>() on resource.ClusterId equals flink.Id
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            where flink.DeregisteredAt == null && flink.Environment == at.Environment
            orderby resource.Name, flink.Name
            select new
            {
                Resource = resource,
                Cluster = flink.Name,
                Owner = team.Name,
            }
        ).ToListAsync(stop);
        var cancelled = planned.OfType<CancelJob>().Select(step => step.On).ToHashSet();
        var names = rows.Select(row => row.Resource.Name).ToList();
        var clusters = rows.Select(row => row.Resource.ClusterId).Distinct().ToList();
        var running = (
            await db.Set<SeenJob>()
                .AsNoTracking()
                .Where(job => clusters.Contains(job.ClusterId) && names.Contains(job.Name))
                .Where(job => job.GoneAt == null && job.EndedAt == null)
                .Where(job => job.Definition != null)
                .OrderBy(job => job.StartedAt)
                .Select(job => new
                {
                    job.ClusterId,
                    job.Name,
                    job.Definition,
                })
                .ToListAsync(stop)
        ).ToLookup(job => new ResourceRef(JobKind.Word, job.ClusterId, job.Name), job => job.Definition!);
        var started = planned.OfType<StartJob>().ToDictionary(step => step.On, step => step.Definition);
        return (
            from row in rows
            where !cancelled.Contains(row.Resource.On)
            let wanted = (JobSpec)row.Resource.Read(kinds)
            let spec = wanted with
            {
                Definition = started.GetValueOrDefault(row.Resource.On, wanted.Definition),
            }
            let sources = spec.Sources
            let sinks = spec.Sinks
            from table in sources.Union(sinks, StringComparer.Ordinal).Where(byTable.ContainsKey)
            select (
                Topic: byTable[table],
                Job: new TopicJob(
                    row.Cluster,
                    row.Resource.Name,
                    row.Owner,
                    sources.Contains(table, StringComparer.Ordinal),
                    sinks.Contains(table, StringComparer.Ordinal),
                    spec.State == JobDesired.Suspended,
                    spec.Definition.DeadLetters == table
                )
                {
                    RunsWith = started.ContainsKey(row.Resource.On)
                        ? null
                        : RunsWith(running[row.Resource.On].LastOrDefault(), table),
                    Group = spec.Definition.Program is null ? JobName.Group(row.Resource.Name) : null,
                }
            )
        ).ToLookup(found => found.Topic, found => found.Job, StringComparer.Ordinal);
    }

    private static TopicSchema? RunsWith(JobDefinition? running, string table) =>
        running?.Schemas is { } schemas && TableSchema.OfValue(schemas, table) is { } schema
            ? new(schema.Subject, schema.Version)
            : null;
}
