namespace Portal.LocalCluster.Groups;

public sealed partial class OffsetStore
{
    private static IEnumerable<byte[]> Retold(KeyValuePair<string, StoredGroup> group)
    {
        var (name, stored) = group;
        CommittedOffset[] committed = [.. stored.Offsets.Values.Select(recorded => recorded.Offset)];
        yield return new OffsetEvent.Committed(name, stored.ProtocolType, committed).ToBytes();
        if (stored.Consumers is not null)
        {
            yield return new OffsetEvent.Consumers(name, stored.Consumers).ToBytes();
        }

        foreach (var (producer, offsets) in stored.Pending)
        {
            // What is told last counts; a pending offset that was overtaken isn't told.
            CommittedOffset[] told = [.. offsets.Values.Where(stored.IsNewest).Select(recorded => recorded.Offset)];
            yield return new OffsetEvent.Pending(name, producer, told).ToBytes();
        }
    }

    private void Apply(OffsetEvent happened)
    {
        _recorded++;
        switch (happened)
        {
            case OffsetEvent.Committed committed:
                var group = KeptOf(committed.Group) with { ProtocolType = committed.ProtocolType };
                _groups[committed.Group] = group;
                foreach (var offset in committed.Offsets)
                {
                    group.Offsets[offset.Partition] = new(offset, _recorded);
                }

                break;
            case OffsetEvent.Forgotten forgotten when _groups.TryGetValue(forgotten.Group, out var stored):
                foreach (var partition in forgotten.Partitions)
                {
                    stored.Forget(partition);
                }

                break;
            case OffsetEvent.Consumers consumers:
                _groups[consumers.Group] = KeptOf(consumers.Group) with { Consumers = consumers.State };
                break;
            case OffsetEvent.GroupForgotten:
                _groups.Remove(happened.Group);
                break;
            case OffsetEvent.Pending pending:
                KeptOf(pending.Group).Take(pending, _recorded);
                break;
            case OffsetEvent.TransactionEnded ended when _groups.TryGetValue(ended.Group, out var stored):
                stored.End(ended.ProducerId, ended.IsCommit);
                break;
        }
    }

    private StoredGroup KeptOf(string group)
    {
        if (!_groups.TryGetValue(group, out var stored))
        {
            _groups[group] = stored = new StoredGroup("", [], []);
        }

        return stored;
    }
}
