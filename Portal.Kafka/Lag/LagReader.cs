using Portal.Kafka.Client;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Lag;

/// <summary>
/// Reads the lag of a whole cluster in 1 + 3B requests: one Metadata, then to each of B brokers one ListGroups, one
/// OffsetFetch for all groups it coordinates and one ListOffsets for all partitions it leads. A broker that doesn't
/// answer leaves its part unknown and the rest as it is.
/// </summary>
/// <param name="within">How long a reading may take in all; who has not answered by then is taken for silent.</param>
/// <param name="names">To be kept by whoever reads a cluster again and again.</param>
/// <param name="before">
/// The reading before this one, if there was any: where a broker refuses to list its groups, it is asked for those it had.
/// </param>
public sealed class LagReader(KafkaClient client, TimeSpan within, NamePool names, LagReading? before = null)
{
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(15);

    /// <summary>For callers that no interval limits.</summary>
    public LagReader(KafkaClient client)
        : this(client, Usual, new NamePool()) { }

    /// <exception cref="KafkaException">No broker could be asked for metadata, so nothing is known.</exception>
    public async Task<LagReading> Read(CancellationToken stop)
    {
        var at = client.Time.GetUtcNow();
        var began = client.Time.GetTimestamp();
        names.NextCycle();
        var deadline = new ReadDeadline(client.Time, within);
        var cluster = await client.SendAny(MetadataQuestion.About(names), deadline.Some, stop).ConfigureAwait(false);
        client.Remember(new ClusterView(cluster.ClusterId, cluster.ControllerId, cluster.Brokers));
        var silences = new SilenceLog(deadline);
        var brokers = cluster.Brokers.Select(broker => broker.NodeId).ToArray();
        var groups = brokers.Select(broker => Groups(broker, cluster.Topics, silences, stop)).ToArray();
        var ends = await Offsets(cluster.Topics, brokers, OffsetView.End, silences, stop).ConfigureAwait(false);
        var parts = await Task.WhenAll(groups).ConfigureAwait(false);
        return new LagReading
        {
            ClusterId = cluster.ClusterId,
            ControllerId = cluster.ControllerId,
            Brokers = cluster.Brokers,
            Topics = cluster.Topics,
            Groups = GroupColumnsBuilder.Build(parts),
            Ends = ends,
            Unplaced = [.. parts.SelectMany(part => part.Unplaced)],
            Silences = silences.All,
            At = at,
            Took = client.Time.GetElapsedTime(began),
        };
    }

    /// <summary>Another offset of each partition of <paramref name="reading"/>, in one request to each broker.</summary>
    public async Task<(OffsetColumn Offsets, IReadOnlyList<Silence> Silences)> Read(
        LagReading reading,
        OffsetView view,
        CancellationToken stop
    )
    {
        var silences = new SilenceLog(new ReadDeadline(client.Time, within));
        var brokers = reading.Brokers.Select(broker => broker.NodeId).ToArray();
        var offsets = await Offsets(reading.Topics, brokers, view, silences, stop).ConfigureAwait(false);
        return (offsets, silences.All);
    }

    private async Task<BrokerGroups> Groups(
        int broker,
        TopicColumns topics,
        SilenceLog silences,
        CancellationToken stop
    )
    {
        var listed = await silences.Ask(client, broker, GroupQuestions.Listed(names), stop).ConfigureAwait(false);
        var groups = new BrokerGroups(broker, listed ?? Known(broker, silences));
        if (GroupQuestions.Commits(groups, topics, names) is not { } question)
        {
            return groups;
        }
        return await silences.Ask(client, broker, question, stop).ConfigureAwait(false) ?? groups;
    }

    // While one of its partitions loads, a coordinator lists no group at all, but answers for those on the others.
    private ListedGroup[] Known(int broker, SilenceLog silences) =>
        silences.IsRefused(broker, ApiKey.ListGroups) ? before?.Groups.CoordinatedBy(broker) ?? [] : [];

    private async Task<OffsetColumn> Offsets(
        TopicColumns topics,
        int[] brokers,
        OffsetView view,
        SilenceLog silences,
        CancellationToken stop
    )
    {
        var leaders = topics.Leaders.Distinct().ToHashSet();
        var asked = brokers
            .Where(leaders.Contains)
            .Select(broker => silences.Ask(client, broker, OffsetQuestion.About(topics, broker, view, names), stop));
        return OffsetColumnBuilder.Build(topics, await Task.WhenAll(asked).ConfigureAwait(false));
    }
}
