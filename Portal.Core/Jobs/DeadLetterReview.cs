using Portal.Core.Jobs.Sql;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>What is wrong in itself with where a job's undecodable records go, by field.</summary>
internal static class DeadLetterReview
{
    private const string Policy = "deserializationErrors.policy";
    private const string Topic = "deserializationErrors.deadLetterTopic";

    public static IEnumerable<FieldProblem> Of(JobDefinition definition, JobScript script)
    {
        if (definition.Errors is not { } errors)
        {
            return [];
        }

        var topic = errors.DeadLetterTopic ?? "";
        return errors.Policy == DeserializationErrorPolicy.Skip ? Skipped(definition, topic, script)
            : topic.Length > 0
                ?
                [
                    new(
                        Topic,
                        "Only skipped records are written to a dead-letter topic. Set the policy to skip, or leave the topic out."
                    ),
                ]
            : [];
    }

    public static IEnumerable<FieldProblem> OfProgram(JobDefinition definition) =>
        definition.Errors is null
            ? []
            :
            [
                new(
                    Policy,
                    "The program of a JAR decodes its records itself, so what it does with one that it can't decode is its own code. Leave deserializationErrors out."
                ),
            ];

    private static IEnumerable<FieldProblem> Skipped(JobDefinition definition, string topic, JobScript script)
    {
        var name = JobTableName.Declared(topic, isWritten: true);
        if (topic.Length == 0)
        {
            yield return new(
                Topic,
                "A skipped record has to be kept. Enter the topic that it is written to, as cluster.topic."
            );
        }
        else if (name is not { Cluster.Length: > 0, Topic.Length: > 0 })
        {
            yield return new(Topic, "Enter a topic with its cluster: prod.orders-dlq.");
        }
        else if (script.Reads.Any(t => t.Name == topic))
        {
            yield return new(
                Topic,
                $"The job reads {topic}: its dead letters would come back as its input. Choose another topic."
            );
        }
        else if (script.Writes.Any(t => t.Name == topic))
        {
            yield return new(
                Topic,
                $"The job writes its results to {topic}: readers would find dead letters among them. Choose another topic."
            );
        }
        else if (script.Reads.FirstOrDefault(t => t.Cluster != name.Cluster) is { } elsewhere)
        {
            yield return new(
                Topic,
                $"{elsewhere.Name} is on another cluster. Choose a dead-letter topic on {elsewhere.Cluster}, the cluster of the topics that the job reads."
            );
        }

        if (definition.StartAt == JobStartAt.Latest)
        {
            yield return new(
                "startAt",
                "A job that skips records starts at the earliest ones: its sources and what keeps the skipped records read side by side, and from the latest record on they could start at different ones."
            );
        }
    }
}
