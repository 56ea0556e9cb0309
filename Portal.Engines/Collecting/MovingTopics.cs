using System.Collections.Immutable;
using Portal.Engines.Kafka;
using Portal.Kafka.Client;
using Portal.Kafka.Lag;
using Portal.Kafka.Wire;

namespace Portal.Engines.Collecting;

/// <summary>
/// Topics of which every partition is being moved between brokers: none of them shows how many replicas the topic has for good
/// (<see cref="ReassignmentLook"/>). One request more while there may be such topics, and none else.
/// </summary>
internal sealed class MovingTopics
{
    private static readonly IReadOnlyDictionary<string, int?> None = ImmutableDictionary<string, int?>.Empty;

    /// <summary>How many replicas they have without those they are being given, by name; null: nobody answered since they are seen.</summary>
    public IReadOnlyDictionary<string, int?> Replication { get; private set; } = None;

    /// <param name="before">The reading before; null: this is the first one.</param>
    public async Task Read(
        KafkaClient client,
        TopicColumns now,
        TopicColumns? before,
        TimeSpan within,
        CancellationToken stop
    )
    {
        var mayMove = Enumerable.Range(0, now.TopicCount).Where(topic => MayMove(now, topic, before)).ToList();
        if (mayMove.Count == 0)
        {
            Replication = None;
        }
        else if (await Adding(client, within, stop) is { } adding)
        {
            Replication = mayMove
                .Where(topic => Least(now, topic, adding) < Least(now, topic))
                .ToDictionary(topic => now.Names[topic], topic => Least(now, topic, adding), StringComparer.Ordinal);
        }
        else
        {
            // Asked again with the next reading; until then nothing is known to have changed.
            Replication = mayMove.ToDictionary(
                topic => now.Names[topic],
                topic => Known(now.Names[topic], before),
                StringComparer.Ordinal
            );
        }
    }

    // What is being moved has a replica that isn't in sync yet. A broker that is down leaves such partitions too, but no longer lists.
    private bool MayMove(TopicColumns now, int topic, TopicColumns? before) =>
        now.Errors[topic] == ErrorCode.None
        && LacksOnAll(now, topic)
        && (
            Replication.ContainsKey(now.Names[topic])
            || Before(now.Names[topic], before) is not { } had
            || Least(now, topic) > had
        );

    private int? Known(string topic, TopicColumns? before) =>
        Replication.TryGetValue(topic, out var known) ? known : Before(topic, before);

    // Null where that reading told nothing of it.
    private static int? Before(string topic, TopicColumns? before) =>
        before?.Find(topic) is { } same && before.Errors[same] == ErrorCode.None ? Least(before, same) : null;

    private static async Task<IReadOnlyDictionary<(string Topic, int Partition), int>?> Adding(
        KafkaClient client,
        TimeSpan within,
        CancellationToken stop
    )
    {
        if (within <= TimeSpan.Zero)
        {
            return null;
        }

        var began = client.Time.GetTimestamp();
        try
        {
            return await ReassignmentLook.Adding(
                client,
                new Allowed(within, () => within - client.Time.GetElapsedTime(began), ConnectingToo: true),
                stop
            );
        }
        catch (KafkaException)
        {
            return null;
        }
    }

    // None of its partitions has all replicas in sync, as far as their replicas are known.
    private static bool LacksOnAll(TopicColumns topics, int topic)
    {
        var known = 0;
        for (var p = topics.FirstPartition[topic]; p < topics.FirstPartition[topic + 1]; p++)
        {
            known += topics.Replicas[p] > 0 ? 1 : 0;
            if (topics.Replicas[p] > 0 && topics.InSync[p] >= topics.Replicas[p])
            {
                return false;
            }
        }

        return known > 0;
    }

    // Null where the replicas of no partition are known.
    private static int? Least(
        TopicColumns topics,
        int topic,
        IReadOnlyDictionary<(string Topic, int Partition), int>? adding = null
    )
    {
        int? least = null;
        for (var p = 0; p < topics.PartitionsOf(topic); p++)
        {
            var replicas = topics.Replicas[topics.FirstPartition[topic] + p];
            if (replicas > 0)
            {
                var added = adding?.GetValueOrDefault((topics.Names[topic], p)) ?? 0;
                least = Math.Min(least ?? int.MaxValue, replicas - added);
            }
        }

        return least;
    }
}
