using Portal.Kafka.Client;
using Portal.Kafka.Groups;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;

namespace Portal.Engines.Collecting;

/// <summary>
/// What a cycle asks of a cluster: its lag, which topics are being moved, and then how far its share groups are, whose places are
/// reckoned from ends that were read before.
/// </summary>
internal sealed class CycleReader
{
    // One silent broker uses up all the time that the lag has, and share groups of the others are asked after it.
    private const double PartOfLag = 0.7;
    private readonly NamePool _pool = new();
    private readonly MovingTopics _moving = new();
    private bool _hasShareGroups;

    /// <summary>Null: nothing was read yet.</summary>
    public LagReading? Newest { get; private set; }

    /// <inheritdoc cref="MovingTopics.Replication"/>
    public IReadOnlyDictionary<string, int?> Moving => _moving.Replication;

    /// <param name="within">For all of it together.</param>
    /// <exception cref="KafkaException">No broker could be asked, so nothing is known.</exception>
    public async Task<(LagReading Lag, ShareReading Shares)> Read(
        KafkaClient client,
        TimeSpan within,
        CancellationToken stop
    )
    {
        var began = client.Time.GetTimestamp();
        var forLag = _hasShareGroups ? PartOfLag * within : within;
        var reading = await new LagReader(client, forLag, _pool, Newest).Read(stop);
        await _moving.Read(client, reading.Topics, Newest?.Topics, (within - reading.Took) / 2, stop);
        var groups = ReadingColumns.ToDescribe(reading).Where(group => group.Type == GroupType.Share).ToList();
        var shares = await Shares(client, groups, within - client.Time.GetElapsedTime(began), stop);
        (Newest, _hasShareGroups) = (reading, groups.Count > 0);
        return (reading, shares);
    }

    // One more request to each coordinator of share groups, and none where there are no such groups.
    private static async Task<ShareReading> Shares(
        KafkaClient client,
        List<GroupToDescribe> groups,
        TimeSpan within,
        CancellationToken stop
    )
    {
        if (groups.Count == 0)
        {
            return ShareReading.None;
        }

        var (offsets, silent) = await new ShareGroupReader(client, within).Read(groups, stop);
        return new(offsets, silent.Select(s => s.Group).ToHashSet(StringComparer.Ordinal));
    }
}
