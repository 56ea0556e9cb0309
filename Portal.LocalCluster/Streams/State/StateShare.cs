namespace Portal.LocalCluster.Streams.State;

/// <summary>Whose state is read by whom: a subtask takes of each part of a snapshot the keys of its own groups.</summary>
/// <param name="WrittenBy">The subtask that wrote the part.</param>
/// <param name="Written">The groups that it had then.</param>
/// <param name="Own">The groups of the subtask that reads.</param>
public sealed record StateShare(int MaxParallelism, int WrittenBy, KeyGroupRange Written, KeyGroupRange Own)
{
    /// <summary>All keys of the part are its own.</summary>
    public bool IsWhole => Own.First <= Written.First && Written.Last <= Own.Last;

    /// <summary>Whoever wrote the part had all keys.</summary>
    public bool IsOfOne => Written.First == 0 && Written.Last == MaxParallelism - 1;

    public bool IsOwn(object?[] key) => Own.Has(KeyGroups.Of(key, MaxParallelism));

    public bool IsWritten(object?[] key) => Written.Has(KeyGroups.Of(key, MaxParallelism));
}
