using System.Collections.Immutable;

namespace Portal.Core.Schemas;

/// <summary>A version that is not to be there.</summary>
/// <param name="IsPermanent">Not by its id either; otherwise that still answers.</param>
public sealed record VersionDeletion(int Version, bool IsPermanent = false)
{
    /// <summary>For a person: "2, 3 permanently".</summary>
    public static string Listed(ImmutableArray<VersionDeletion> deletions) =>
        string.Join(", ", deletions.Select(d => d.IsPermanent ? $"{d.Version} permanently" : $"{d.Version}"));
}

/// <summary>The numbers of a subject's versions, in their order.</summary>
/// <param name="Deleted">Those that were deleted softly.</param>
public sealed record SubjectVersions(ImmutableArray<int> There, ImmutableArray<int> Deleted)
{
    /// <summary>Null when there are fewer than two.</summary>
    public int? BeforeNewest => There.Length > 1 ? There.Order().ElementAt(There.Length - 2) : null;

    /// <summary>The number that the next version gets: one that was deleted softly keeps its own.</summary>
    public int Next => There.Concat(Deleted).DefaultIfEmpty().Max() + 1;
}
