namespace Portal.Core.Clusters;

/// <summary>
/// Where a list by cluster and name goes on. Its keys are <c>cluster/name</c>, compared character by character: a cluster's name has no slash, so
/// all keys of a cluster lie together.
/// </summary>
/// <param name="Clusters">Those that are left, in the order of their keys.</param>
/// <param name="Names">Of each of them, the name after which it goes on; empty: from its beginning.</param>
internal sealed record ListPlace(int[] Clusters, string[] Names)
{
    /// <param name="key">Any text; null: from the beginning.</param>
    public static ListPlace After(IEnumerable<(ClusterId Id, string Name)> clusters, string? key)
    {
        var left = clusters
            .Select(c => (c.Id, Start: $"{c.Name}/"))
            .Where(c => key is null || IsIn(key, c.Start) || string.CompareOrdinal(c.Start, key) > 0)
            .OrderBy(c => c.Start, StringComparer.Ordinal)
            .ToList();
        return new(
            [.. left.Select(c => c.Id.Value)],
            [.. left.Select(c => key is not null && IsIn(key, c.Start) ? key[c.Start.Length..] : "")]
        );
    }

    /// <summary>Of the first clusters alone.</summary>
    public ListPlace First(int many) => new([.. Clusters.Take(many)], [.. Names.Take(many)]);

    /// <summary>Without the first clusters.</summary>
    public ListPlace Past(int many) => new([.. Clusters.Skip(many)], [.. Names.Skip(many)]);

    public ListPlace After(ListedName last)
    {
        var at = Array.IndexOf(Clusters, last.Cluster);
        return new(Clusters[at..], [last.Name, .. Names[(at + 1)..]]);
    }

    private static bool IsIn(string key, string start) => key.StartsWith(start, StringComparison.Ordinal);
}

/// <summary>The key of a row of such a list.</summary>
/// <param name="Cluster">Its number.</param>
internal sealed record ListedName(int Cluster, string Name);
