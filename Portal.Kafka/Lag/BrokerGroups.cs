using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Kafka.Lag;

/// <summary>A group as its coordinator lists it.</summary>
internal readonly record struct ListedGroup(string Name, GroupType Type, string State, string ProtocolType);

/// <summary>What one broker said about the groups it coordinates.</summary>
internal sealed class BrokerGroups(int broker, ListedGroup[] groups)
{
    private readonly (int First, int Count, ErrorCode Error)[] _commits = Silent(groups);
    private readonly List<int> _partitions = [];
    private readonly List<long> _offsets = [];
    private readonly List<ErrorCode> _errors = [];

    public int Broker => broker;

    public ListedGroup[] Groups => groups;

    public List<UnplacedCommit> Unplaced { get; } = [];

    /// <summary>How many commits are there so far; a group's begin here.</summary>
    public int Mark => _partitions.Count;

    public void Add(int partition, long offset, ErrorCode error)
    {
        _partitions.Add(partition);
        _offsets.Add(offset);
        _errors.Add(error);
    }

    /// <summary>The group's commits are those added since <paramref name="mark"/>.</summary>
    public void Close(int group, int mark, ErrorCode error) => _commits[group] = (mark, Mark - mark, error);

    public ErrorCode ErrorOf(int group) => _commits[group].Error;

    public int CommitsOf(int group) => _commits[group].Count;

    public void CopyCommits(int group, Span<int> partitions, Span<long> offsets, Span<ErrorCode> errors)
    {
        var (first, count, _) = _commits[group];
        var range = new Range(first, first + count);
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_partitions)[range].CopyTo(partitions);
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_offsets)[range].CopyTo(offsets);
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_errors)[range].CopyTo(errors);
    }

    // Until it is answered a group is unknown; of a share group nothing is asked.
    private static (int, int, ErrorCode)[] Silent(ListedGroup[] groups) =>
        Array.ConvertAll(
            groups,
            group => (0, 0, group.Type == GroupType.Share ? ErrorCode.None : ErrorCode.NetworkException)
        );
}
