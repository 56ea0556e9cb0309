using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Jobs;

/// <summary>The topics that a job names, as tables, out of what was last seen of their clusters. No engine is asked.</summary>
public sealed class JobTopics(IDbContextFactory<PortalDb> store)
{
    /// <param name="on">The cluster whose Flink runs the job. It may name topics of every cluster in that one's environment.</param>
    /// <param name="planned">What the plan makes before the job starts.</param>
    /// <returns>In the order they are named, once each; no more than a job may have.</returns>
    public Task<ImmutableArray<JobTable>> Of(
        ClusterId on,
        string job,
        JobDefinition definition,
        PlannedTopics planned,
        CancellationToken stop
    ) => Of(on, job, definition, planned, ImmutableDictionary<string, string>.Empty, stop);

    /// <param name="scratch">By the topic that statements name, the one that is written in its place.</param>
    public async Task<ImmutableArray<JobTable>> Of(
        ClusterId on,
        string job,
        JobDefinition definition,
        PlannedTopics planned,
        IReadOnlyDictionary<string, string> scratch,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var clusters = await JobClusters.Of(db, on, stop);
        var tables = ImmutableArray.CreateBuilder<JobTable>();
        var named = definition.Topics().GroupBy(t => (t.Cluster, t.Topic));
        foreach (var topic in named.Take(JobScript.Most))
        {
            var isWritten = topic.Any(t => t.IsWritten);
            tables.Add(
                await Table(
                    db,
                    clusters,
                    on,
                    job,
                    topic.Key.Cluster,
                    topic.Key.Topic,
                    isWritten,
                    definition,
                    planned,
                    scratch,
                    stop
                )
            );
        }

        return tables.ToImmutable();
    }

    private static async Task<JobTable> Table(
        PortalDb db,
        Dictionary<string, Cluster> clusters,
        ClusterId on,
        string job,
        string cluster,
        string topic,
        bool isWritten,
        JobDefinition definition,
        PlannedTopics planned,
        IReadOnlyDictionary<string, string> scratch,
        CancellationToken stop
    )
    {
        var name = $"{cluster}.{topic}";
        if (clusters.GetValueOrDefault(cluster) is not { } at)
        {
            return JobTable.Unknown(
                name,
                isWritten,
                $"There is no cluster {cluster} in this environment; there is {string.Join(", ", clusters.Keys.Order(StringComparer.Ordinal))}."
            );
        }

        // The program of a JAR brings what it signs in with.
        if (at.Kafka.SaslMechanism is not null && definition.Program is null)
        {
            return JobTable.Unknown(
                name,
                isWritten,
                $"{cluster} needs a sign-in, and the portal has no credentials that jobs may use there."
            );
        }

        var owner = await NamedTopic.OwnerOf(db, at.Id, topic, stop);
        if (!planned.Makes(at.Id, topic) && !(await NamedTopic.IsSeen(db, at.Id, topic, stop) ?? owner is not null))
        {
            return JobTable.Unknown(
                name,
                isWritten,
                $"No topic {topic} was seen on {cluster}. Request it first, or check the name."
            );
        }

        var subject = SubjectName.OfTopic(topic).First();
        var schema = planned.Newest(at.Id, subject, await SeenSchemas.Newest(db, at.Id, [subject], stop));
        var registry = HttpEntry.Of(at, EndpointKind.Registry);
        if (schema is not null && registry is not { Username: null } && definition.Program is null)
        {
            return JobTable.Unknown(
                name,
                isWritten,
                registry is null
                    ? $"It has the schema {subject}, and {cluster} has no registry any more."
                    : $"The registry of {cluster} needs a sign-in, and the portal has no credentials that jobs may use there."
            );
        }

        var facts = new TopicFacts(
            $"{on.Value}",
            at.Kafka.Addresses,
            registry?.Addresses,
            schema,
            scratch.Count > 0,
            isWritten ? scratch.GetValueOrDefault(name) : null
        );
        return (
            definition.Program is null
                ? JobTable.Of(job, cluster, topic, isWritten, facts, definition)
                : JobTable.Declared(name, isWritten, schema)
        ) with
        {
            Owner = owner,
        };
    }
}
