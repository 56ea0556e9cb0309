using System.Collections.Immutable;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>
/// What is being moved between brokers. Until that is done, which is when the new replicas are in sync, metadata lists them beside those
/// that the partition has.
/// </summary>
internal static class ReassignmentLook
{
    public static readonly IReadOnlyDictionary<(string Topic, int Partition), int> Nothing = ImmutableDictionary<
        (string Topic, int Partition),
        int
    >.Empty;

    /// <summary>How many replicas partitions are being given. Nothing where the cluster doesn't tell us: then what is listed is all that is known.</summary>
    /// <exception cref="KafkaException">It didn't answer, or can't at the moment.</exception>
    public static async Task<IReadOnlyDictionary<(string Topic, int Partition), int>> Adding(
        KafkaClient client,
        Allowed? allowed,
        CancellationToken stop
    )
    {
        try
        {
            var answer = await client.SendController(Call.Of(new ListPartitionReassignmentsRequest()), allowed, stop);
            return answer.Error switch
            {
                ErrorCode.None => Adding(answer),
                ErrorCode.ClusterAuthorizationFailed => Nothing,
                var error => throw new KafkaException.Refused(error, "ListPartitionReassignments", answer.ErrorMessage),
            };
        }
        catch (KafkaException.NotUnderstood)
        {
            return Nothing;
        }
    }

    private static Dictionary<(string Topic, int Partition), int> Adding(ListPartitionReassignmentsResponse moves) =>
        moves
            .Topics.SelectMany(topic => topic.Partitions, (topic, moved) => (topic.Name, Moved: moved))
            .ToDictionary(move => (move.Name, move.Moved.PartitionIndex), move => move.Moved.AddingReplicas.Length);
}
