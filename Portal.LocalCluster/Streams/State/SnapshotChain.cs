namespace Portal.LocalCluster.Streams.State;

/// <summary>
/// The checkpoints of one start of a job that its state lies in: the last that was written whole, and what changed with each one since. Once the changes
/// are too much or too many to be read again, the next one is whole.
/// </summary>
public sealed class SnapshotChain
{
    private const int MostIncrements = 50;

    /// <summary>All increments together are at most this part of the whole, but for the last of them.</summary>
    private const double MostShare = 0.5;
    private readonly List<(string Folder, Snapshot Snapshot)> _all = [];

    /// <summary>The folders whose files are needed.</summary>
    public IEnumerable<string> Folders => _all.Select(each => each.Folder);

    /// <summary>Their states, those of an operator as often as it wrote some.</summary>
    public IEnumerable<OperatorState> Operators => _all.SelectMany(each => each.Snapshot.Operators);

    /// <summary>What the next checkpoint may build on; none: it is to be whole.</summary>
    public IReadOnlyList<SnapshotPart> Next() =>
        _all.Count is 0 or > MostIncrements
        || _all.Skip(1).Sum(each => each.Snapshot.Bytes) > MostShare * _all[0].Snapshot.Bytes
            ? []
            : [.. _all.Select(each => new SnapshotPart(each.Folder, each.Snapshot.Checksum))];

    /// <param name="folder">The name of its folder.</param>
    public void Add(string folder, Snapshot completed)
    {
        if (completed.Parts.Count == 0)
        {
            _all.Clear();
        }

        _all.Add((folder, completed));
    }
}
