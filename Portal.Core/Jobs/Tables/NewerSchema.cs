using Microsoft.EntityFrameworkCore;
using Portal.Core.Schemas;
using Portal.Core.Store;

namespace Portal.Core.Jobs.Tables;

/// <summary>A table of a job that runs, and a newer schema version that its topic has by now.</summary>
/// <param name="Runs">What the table was generated from; null where the topic had no schema.</param>
/// <param name="Registered">The newest version, as last seen.</param>
public sealed record NewerSchema(string Cluster, string Table, TableSchema? Runs, TableSchema Registered)
{
    /// <summary>"version 3 of orders-value; version 5 is registered".</summary>
    public string InWords =>
        Runs is null ? $"no schema for {Table}; {Registered.InWords} is registered"
        : Runs.Subject == Registered.Subject
            ? $"version {Runs.Version} of {Runs.Subject}; version {Registered.Version} is registered"
        : $"version {Runs.Version} of {Runs.Subject}; {Registered.InWords} is registered";

    /// <summary>By what was last seen; none where the versions that it runs with aren't known.</summary>
    /// <param name="run">The job's newest; null where none was seen.</param>
    internal static async Task<IReadOnlyList<NewerSchema>> Of(PortalDb db, SeenJob? run, CancellationToken stop)
    {
        if (run is not { State: JobRunState.Alive, Definition: { Schemas: { } schemas } definition })
        {
            return [];
        }

        var clusters = (await JobClusterLookup.Of(db, run.ClusterId, stop)).ToDictionary(c => c.Value.Id, c => c.Key);
        var tables = definition
            .Topics()
            .Where(topic => topic.Name != definition.DeadLetters)
            .DistinctBy(topic => topic.Name)
            .ToDictionary(topic => (topic.Cluster, Subject: SubjectName.OfTopic(topic.Topic).First()));
        var (ids, subjects) = (clusters.Keys.ToList(), tables.Keys.Select(key => key.Subject).ToList());
        var newest = await (
            from subject in db.Set<SeenSubject>()
            join version in db.Set<SeenSchema>()
                on new
                {
                    subject.ClusterId,
                    Subject = subject.Name,
                    Version = subject.Newest,
                } equals new
                {
                    version.ClusterId,
                    version.Subject,
                    version.Version,
                }
            where ids.Contains(subject.ClusterId) && subject.GoneAt == null && subjects.Contains(subject.Name)
            orderby subject.Name
            select new
            {
                version.ClusterId,
                version.Subject,
                version.Version,
                version.SchemaId,
            }
        ).ToListAsync(stop);
        return
        [
            .. from row in newest
            let table = tables.GetValueOrDefault((clusters[row.ClusterId], row.Subject))
            where table is not null
            let registered = new TableSchema(table.Name, row.Subject, row.Version, row.SchemaId)
            let runs = TableSchema.OfValue(schemas, table.Name)
            where !registered.Is(runs) && !(runs?.Subject == registered.Subject && runs.Version > registered.Version)
            select new NewerSchema(table.Cluster, table.Name, runs, registered),
        ];
    }
}
