using Portal.Core.Clusters;
using Portal.Core.Jobs.Tables;
using Portal.Core.Schemas;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>A topic that a job names, as a table, out of what was last seen of its cluster.</summary>
internal static class NamedTable
{
    /// <param name="clusters">By name, those whose topics the job may name.</param>
    public static async Task<JobTable> Of(
        PortalDb db,
        Dictionary<string, Cluster> clusters,
        ClusterId on,
        string job,
        string cluster,
        string topic,
        bool isWritten,
        JobDefinition definition,
        TableUse use,
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
        var kafka = TableAccess.Kafka(at);
        if (kafka is null && definition.Program is null)
        {
            return JobTable.Unknown(
                name,
                isWritten,
                $"{cluster} needs a sign-in, and none is set for its jobs. A platform engineer adds one on the cluster's page, under Kafka for jobs."
            );
        }

        var owner = await NamedTopic.OwnerOf(db, at.Id, topic, stop);
        if (!use.Planned.Makes(at.Id, topic) && !(await NamedTopic.IsSeen(db, at.Id, topic, stop) ?? owner is not null))
        {
            return JobTable.Unknown(
                name,
                isWritten,
                $"No topic {topic} was seen on {cluster}. Request it first, or check the name."
            );
        }

        if (
            name == definition.DeadLetters
            && await DeadLetterTopic.Obstacle(db, at.Id, topic, owner, use.Planned, stop) is { } obstacle
        )
        {
            return JobTable.Unknown(name, isWritten, obstacle);
        }

        var subject = SubjectName.OfTopic(topic).First();
        var ran = definition.Schemas?.FirstOrDefault(s => s.Table == name);
        var schema =
            definition.Schemas is null || use.Planned.Registers(at.Id, subject)
                ? use.Planned.Newest(at.Id, subject, await SeenSchemas.Newest(db, at.Id, [subject], stop))
                : await Pinned(db, at.Id, ran, stop);
        if (ran is not null && schema is null)
        {
            return JobTable.Unknown(
                name,
                isWritten,
                $"It is generated from {ran.InWords}, which isn't known any more: it was deleted, or its number was given again."
            );
        }

        var registry = TableAccess.Registry(at);
        if (schema is not null && registry is null && definition.Program is null)
        {
            return JobTable.Unknown(
                name,
                isWritten,
                HttpEntry.Of(at, EndpointKind.Registry) is null
                    ? $"It has the schema {subject}, and {cluster} has no registry any more."
                    : $"The registry of {cluster} needs a sign-in, and none is set for its jobs. A platform engineer adds one on the cluster's page, under Schema registry for jobs."
            );
        }

        var facts = new TopicFacts(
            $"{on.Value}",
            kafka ?? at.Kafka,
            registry,
            schema,
            use.Scratch.Count > 0,
            isWritten ? use.Scratch.GetValueOrDefault(name) : null,
            use.Preview,
            definition.DeadLetters is not null && definition.Topics().Any(t => t.Name == name && !t.IsWritten)
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

    // Another version in its place would be read as what it isn't.
    private static async Task<LiveSchema?> Pinned(
        PortalDb db,
        ClusterId cluster,
        TableSchema? ran,
        CancellationToken stop
    ) =>
        ran is not null
        && await SeenSchemas.Version(db, cluster, ran.Subject, ran.Version, stop) is { } seen
        && (ran.Id is null || ran.Id == seen.Newest.Id)
            ? seen
            : null;
}
