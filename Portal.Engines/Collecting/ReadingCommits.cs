using Portal.Kafka.Groups;
using Portal.Kafka.Lag;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Collecting;

/// <summary>A group's commits out of the columns; a share group's out of what was asked for it alone.</summary>
/// <param name="places">By topic of the columns: its place in the reading, or -1.</param>
internal sealed class ReadingCommits(LagReading reading, ShareReading shares, int[] places, EngineNames names)
{
    private readonly ILookup<string, ShareOffset> _byGroup = shares.Offsets.ToLookup(
        s => s.Group,
        StringComparer.Ordinal
    );

    public GroupReading Group(int group)
    {
        var groups = reading.Groups;
        var isShare = groups.Types[group] == GroupType.Share;
        return new GroupReading(
            names.Shown(groups.Names[group]),
            ReadingColumns.Type(groups.Types[group]),
            EngineText.Name(groups.States[group]),
            groups.Errors[group] == ErrorCode.None && !(isShare && shares.Silent.Contains(groups.Names[group])),
            isShare ? Shared(groups.Names[group]) : Committed(group)
        );
    }

    private CommitReading[] Committed(int group)
    {
        var groups = reading.Groups;
        var told = new List<CommitReading>(groups.FirstCommit[group + 1] - groups.FirstCommit[group]);
        for (var c = groups.FirstCommit[group]; c < groups.FirstCommit[group + 1]; c++)
        {
            // Nothing committed is no commit; an error is a commit that wasn't told.
            var partition = groups.Partitions[c];
            var topic = reading.Topics.TopicOf(partition);
            if (places[topic] >= 0 && (groups.Offsets[c] >= 0 || groups.OffsetErrors[c] != ErrorCode.None))
            {
                told.Add(
                    new CommitReading(
                        places[topic],
                        partition - reading.Topics.FirstPartition[topic],
                        groups.OffsetErrors[c] == ErrorCode.None ? groups.Offsets[c] : null
                    )
                );
            }
        }

        return [.. told];
    }

    private CommitReading[] Shared(string group)
    {
        var told = new List<CommitReading>();
        foreach (var share in _byGroup[group])
        {
            if (
                reading.Topics.Find(share.Topic) is not { } topic
                || places[topic] < 0
                || reading.Topics.Ordinal(topic, share.Partition) is not { } partition
                || (share.Error == ErrorCode.None && share.StartOffset < 0)
            )
            {
                continue;
            }

            told.Add(
                share.Error == ErrorCode.None
                    ? new CommitReading(
                        places[topic],
                        share.Partition,
                        ShareReading.Place(share, ReadingColumns.Known(reading.Ends, partition)),
                        share.StartOffset
                    )
                    : new CommitReading(places[topic], share.Partition, null)
            );
        }

        return [.. told];
    }
}
