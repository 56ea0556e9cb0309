using Portal.Core.Jobs.Sql;
using Portal.Core.Resources;
using Portal.Core.Schemas;
using Portal.Core.Topics;

namespace Portal.Core.Jobs;

/// <summary>
/// A job beside other resources of its change: it starts when the topics that it names and their schemas are there, and ends before they go.
/// </summary>
internal static class JobPrecedence
{
    /// <remarks>
    /// A topic is known by its name alone: one of the same name on another cluster goes first too, which changes nothing. What a job names that is
    /// cancelled isn't said, so it goes before every topic and schema.
    /// </remarks>
    public static Precedence Of(ResourceRequest job, ResourceRequest other)
    {
        Func<JobTableName, string>? naming =
            other.On.Kind == TopicKind.Word ? table => table.Topic
            : other.On.Kind == SchemaKind.Word ? table => SubjectName.OfTopic(table.Topic).First()
            : null;
        if (naming is null)
        {
            return Precedence.Either;
        }

        var names = Tables(job).Any(table => naming(table) == other.On.Name);
        return (names, other.Operation == ResourceOperation.Delete, job.Operation == ResourceOperation.Delete) switch
        {
            (true, false, false) => Precedence.Last,
            (false, true, _) or (_, true, true) => Precedence.First,
            _ => Precedence.Either,
        };
    }

    /// <summary>The topics that it names, and the schemas of their values.</summary>
    /// <param name="clusters">By name.</param>
    public static IEnumerable<ResourceRef> Related(
        ResourceRequest job,
        IReadOnlyDictionary<string, ClusterId> clusters
    ) =>
        Tables(job)
            .Where(table => clusters.ContainsKey(table.Cluster))
            .SelectMany(table =>
                new ResourceRef[]
                {
                    new(TopicKind.Word, clusters[table.Cluster], table.Topic),
                    new(SchemaKind.Word, clusters[table.Cluster], SubjectName.OfTopic(table.Topic).First()),
                }
            );

    private static IEnumerable<JobTableName> Tables(ResourceRequest job) =>
        job.Wanted is JobSpec spec ? spec.Definition.Topics() : [];
}
