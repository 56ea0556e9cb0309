namespace Portal.LocalCluster.Streams.State;

/// <summary>When the parts of a state were written to, behind the state itself: snapshots that were written before times were have none.</summary>
internal static class WrittenTimes
{
    public static void Save(StateWriter to, StateLifetime lifetime, IEnumerable<long> written)
    {
        var all = lifetime.IsEndless ? [] : written.ToList();
        to.Count(all.Count);
        foreach (var each in all)
        {
            to.Number(lifetime.ToMs(each));
        }
    }

    /// <returns>As the lifetime counts now; none where none were saved, or nothing is over any more.</returns>
    public static IReadOnlyList<long> Restore(StateReader from, StateLifetime lifetime)
    {
        var all = new long[from.IsAtEnd ? 0 : from.Count()];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = lifetime.FromMs(from.Number());
        }

        return lifetime.IsEndless ? [] : all;
    }
}
