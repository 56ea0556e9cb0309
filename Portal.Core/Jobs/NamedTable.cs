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
        if (clusters.GetValueOrDefault(cluster) is not { Kafka: { } own } at)
        {
            string[] there =
            [
                .. clusters.Values.Where(c => c.Kafka is not null).Select(c => c.Name).Order(StringComparer.Ordinal),
            ];
            return JobTable.Unknown(
                name,
                isWritten,
                clusters.ContainsKey(cluster)
                    ? JobReach.WithoutKafka(cluster, there)
                    : $"There is no cluster {cluster} in this environment; {JobReach.There(there)}."
            );
        }

        if (
            use.IsRequested
            && JobReach.Obstacle(clusters.Values.SingleOrDefault(c => c.Id == on), cluster) is { } forbidden
        )
        {
            return JobTable.Unknown(name, isWritten, forbidden);
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

        var of = new TableVersions(db, at.Id, name, definition, use.Planned);
        var (subject, ofKey) = SubjectName.OfTopic(topic).ToArray() switch
        {
            [var values, var keys] => (values, keys),
            _ => throw new InvalidOperationException("A topic has a subject of its values and one of its keys."),
        };
        var (schema, lost) = await of.Read(subject, isKey: false, stop);
        var readsKey = definition.SourceOf(name) is { Upsert: true } or { Key.IsEmpty: false };
        var (keySchema, lostKey) = readsKey ? await of.Read(ofKey, isKey: true, stop) : default;
        if ((lost ?? lostKey) is { } gone)
        {
            return JobTable.Unknown(
                name,
                isWritten,
                $"It is generated from {gone.InWords}, which isn't known any more: it was deleted, or its number was given again."
            );
        }

        var registry = TableAccess.Registry(at);
        if ((schema ?? keySchema) is not null && registry is null && definition.Program is null)
        {
            return JobTable.Unknown(
                name,
                isWritten,
                HttpEntry.Of(at, EndpointKind.Registry) is null
                    ? $"It has the schema {(schema ?? keySchema)!.Subject}, and {cluster} has no registry any more."
                    : $"The registry of {cluster} needs a sign-in, and none is set for its jobs. A platform engineer adds one on the cluster's page, under Schema registry for jobs."
            );
        }

        var facts = new TopicFacts(
            $"{on.Value}",
            kafka ?? own,
            registry,
            schema,
            use.Scratch.Count > 0,
            isWritten ? use.Scratch.GetValueOrDefault(name) : null,
            use.Preview,
            definition.DeadLetters is not null && definition.Topics().Any(t => t.Name == name && !t.IsWritten),
            keySchema,
            await NamedTopic.CleanupPolicy(db, at.Id, topic, use.Planned, stop)
        )
        {
            Framed = isWritten ? null : await NamedTopic.Framed(db, at.Id, topic, stop),
        };
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
