using Portal.LocalCluster.Groups.Consumers;
using Portal.LocalCluster.Log;

namespace Portal.LocalCluster.Groups;

/// <summary>
/// How far every group has read. A commit is in the kernel's hands before it is acknowledged, like a record.
/// </summary>
public sealed partial class OffsetStore : IDisposable
{
    private const int RewriteSlack = 10_000;

    /// <summary>A group of the new protocol is written whole with each step of its members.</summary>
    private const long RewriteBytes = 32 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Journal _journal;
    private readonly Dictionary<string, StoredGroup> _groups = new(StringComparer.Ordinal);
    private long _recorded;
    private long _bytesRewritten;

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

    /// <summary>The group's members and epochs if it is one of the new protocol.</summary>
    public ConsumerGroupState? ConsumersOf(string group)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(group, out var stored) ? stored.Consumers : null;
        }
    }

    public IReadOnlyList<CommittedOffset> Of(string group)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(group, out var stored)
                ? [.. stored.Offsets.Values.Select(recorded => recorded.Offset)]
                : [];
        }
    }

    public CommittedOffset? Find(string group, PartitionOf partition)
    {
        lock (_gate)
        {
            return _groups.TryGetValue(group, out var stored) && stored.Offsets.TryGetValue(partition, out var recorded)
                ? recorded.Offset
                : null;
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
            if (
                _journal.Entries > 4 * _groups.Count + RewriteSlack
                || _journal.Bytes > 2 * _bytesRewritten + RewriteBytes
            )
            {
                _journal.Rewrite(_groups.SelectMany(Retold));
                _bytesRewritten = _journal.Bytes;
            }
        }
    }

    /// <summary>Forgets what any group committed on a topic that is gone.</summary>
    public void Forget(Guid topic)
    {
        foreach (var group in Groups)
        {
            PartitionOf[] gone = [.. PartitionsOf(group).Where(each => each.Topic == topic)];
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
}
