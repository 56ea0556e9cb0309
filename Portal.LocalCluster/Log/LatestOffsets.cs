namespace Portal.LocalCluster.Log;

/// <summary>
/// The latest offset of each key, for at most so many keys. When it is full, what was looked at so far is compacted and the rest is left for
/// the next time: memory stays bounded, however many keys a topic has.
/// </summary>
public sealed class LatestOffsets(int mostKeys)
{
    private readonly Dictionary<UInt128, long> _offsets = [];

    /// <summary>What follows the last offset that was looked at.</summary>
    public long End { get; private set; }

    /// <summary>Takes in a record. False when there is no room for its key.</summary>
    public bool Add(UInt128? key, long offset)
    {
        if (key is { } digest)
        {
            if (_offsets.Count >= mostKeys && !_offsets.ContainsKey(digest))
            {
                return false;
            }

            _offsets[digest] = offset;
        }

        End = offset + 1;
        return true;
    }

    /// <summary>All before this was looked at, also where it holds no record.</summary>
    public void Passed(long end) => End = Math.Max(End, end);

    /// <summary>Whether no later record has the same key, as far as was looked.</summary>
    public bool IsLatest(UInt128 key, long offset) => !_offsets.TryGetValue(key, out var latest) || offset >= latest;
}
