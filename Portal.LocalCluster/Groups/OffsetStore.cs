using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Groups;

/// <summary>
/// How far every group has read. A commit is in the kernel's hands before it is acknowledged, like a record.
/// </summary>
public sealed class OffsetStore : IDisposable
{
    private const int RewriteSlack = 10_000;

    private readonly Lock _gate = new();
    private readonly Journal _journal;
    private readonly Dictionary<string, StoredGroup> _groups = new(StringComparer.Ordinal);

    public OffsetStore(string directory)
    {
        Directory.CreateDirectory(directory);
        _journal = Journal.Open(
            Path.Combine(directory, "offsets.journal"),
            entry => Apply(OffsetEvent.FromBytes(entry.Span))
        );
    }

    public IReadOnlyList<string> Groups
    {
        get
        {
            lock (_gate)
            {
                return [.. _groups.Keys];
            }
        }
    }

    public bool Has(string group)
    {
        lock (_gate)
        {
            return _groups.ContainsKey(group);
        }
    }

    /// <summary>The protocol type with which the group committed last; empty when it never was more than its offsets.</summary>
    public string ProtocolTypeOf(string group)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(group, out var stored) ? stored.ProtocolType : "";
        }
    }

    public IReadOnlyList<CommittedOffset> Of(string group)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(group, out var stored) ? [.. stored.Offsets.Values] : [];
        }
    }

    public CommittedOffset? Find(string group, PartitionOf partition)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(group, out var stored) ? stored.Offsets.GetValueOrDefault(partition) : null;
        }
    }

    public void Record(OffsetEvent happened)
    {
        lock (_gate)
        {
            _journal.Append(happened.ToBytes());
            Apply(happened);
        }
    }

    /// <summary>Writes the journal anew when most of it is past. Not within a commit: one that was kept isn't to fail for it.</summary>
    public void RewriteIfWorthIt()
    {
        lock (_gate)
        {
            if (_journal.Entries > 4 * _groups.Count + RewriteSlack)
            {
                _journal.Rewrite(_groups.Select(Retold));
            }
        }
    }

    /// <summary>Forgets what any group committed on a topic that is gone.</summary>
    public void Forget(Guid topic)
    {
        foreach (var group in Groups)
        {
            PartitionOf[] gone = [.. Of(group).Select(offset => offset.Partition).Where(each => each.Topic == topic)];
            if (gone.Length > 0)
            {
                Record(new OffsetEvent.Forgotten(group, gone));
            }
        }
    }

    public void Sync()
    {
        lock (_gate)
        {
            _journal.Sync();
        }
    }

    public void Dispose() => _journal.Dispose();

    private void Apply(OffsetEvent happened)
    {
        switch (happened)
        {
            case OffsetEvent.Committed committed:
                var before = _groups.GetValueOrDefault(committed.Group)?.Offsets ?? [];
                foreach (var offset in committed.Offsets)
                {
                    before[offset.Partition] = offset;
                }

                _groups[committed.Group] = new StoredGroup(committed.ProtocolType, before);
                break;
            case OffsetEvent.Forgotten forgotten when _groups.TryGetValue(forgotten.Group, out var stored):
                foreach (var partition in forgotten.Partitions)
                {
                    stored.Offsets.Remove(partition);
                }

                break;
            case OffsetEvent.GroupForgotten:
                _groups.Remove(happened.Group);
                break;
        }
    }

    private static byte[] Retold(KeyValuePair<string, StoredGroup> group) =>
        new OffsetEvent.Committed(group.Key, group.Value.ProtocolType, [.. group.Value.Offsets.Values]).ToBytes();

    private sealed record StoredGroup(string ProtocolType, Dictionary<PartitionOf, CommittedOffset> Offsets);
}
