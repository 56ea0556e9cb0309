using System.Collections.Immutable;
using Portal.Core.Resources;

namespace Portal.Core.Schemas;

/// <summary>From the versions that aren't wanted to the steps that delete them. Pure.</summary>
internal static class VersionPlanner
{
    /// <summary>None where the versions that are there weren't read.</summary>
    public static IReadOnlyList<Step> Steps(ResourceRef on, SchemaSpec wanted, LiveSchema live) =>
        live.Versions is { } versions
            ? [.. wanted.DeletedVersions.OrderBy(d => d.Version).SelectMany(d => Steps(on, d, live, versions))]
            : [];

    /// <summary>Why it can't be planned; null when it can.</summary>
    public static string? Problem(SchemaSpec wanted, LiveSchema live)
    {
        if (live.Versions is not { } versions)
        {
            return null;
        }

        ImmutableArray<int> ever = [.. versions.There, .. versions.Deleted];
        if (wanted.DeletedVersions.FirstOrDefault(d => d.Version > ever.DefaultIfEmpty().Max()) is { } later)
        {
            return $"{live.Subject} has no version {later.Version} yet. A version that is to be deleted was there before.";
        }

        ImmutableArray<int> going = [.. versions.There.Intersect(wanted.DeletedVersions.Select(d => d.Version))];
        return going.Length == versions.There.Length && !going.IsEmpty
                ? $"{Listed(going)} of {live.Subject} would go, and it has no other. Request the deletion of the subject instead."
            : Freed(wanted, versions, going) is { } freed
                ? $"Version {freed} of {live.Subject} is later than those that stay. Deleted permanently, its number would be given again: delete it softly, and permanently once a later version is there."
            : !going.Contains(live.Newest.Version) ? null
            : going.Contains(versions.BeforeNewest!.Value)
                ? $"Version {live.Newest.Version} of {live.Subject} is the newest. Delete it first, in a change of its own, then those before it."
            : live.Former.LastOrDefault()?.Has(wanted.Type, wanted.Schema, wanted.References) == false
                ? $"Without version {live.Newest.Version} the newest of {live.Subject} is version {versions.BeforeNewest}. Put the text of version {versions.BeforeNewest} into the schema; another text is registered by a change of its own."
            : null;
    }

    // A registry counts on from the last version that it still has.
    private static int? Freed(SchemaSpec wanted, SubjectVersions versions, ImmutableArray<int> going) =>
        wanted
            .DeletedVersions.Where(d =>
                d.IsPermanent
                && (going.Contains(d.Version) || versions.Deleted.Contains(d.Version))
                && versions.There.Except(going).All(stays => stays < d.Version)
            )
            .Select(d => (int?)d.Version)
            .FirstOrDefault();

    private static IEnumerable<Step> Steps(
        ResourceRef on,
        VersionDeletion deletion,
        LiveSchema live,
        SubjectVersions versions
    )
    {
        var isThere = versions.There.Contains(deletion.Version);
        if (isThere)
        {
            yield return new DeleteVersion(on, deletion.Version, deletion.Version == live.Newest.Version);
        }

        if (deletion.IsPermanent && (isThere || versions.Deleted.Contains(deletion.Version)))
        {
            yield return new DeleteVersionPermanently(on, deletion.Version);
        }
    }

    private static string Listed(ImmutableArray<int> versions) =>
        versions.Length == 1 ? $"Version {versions[0]}" : $"Versions {string.Join(", ", versions)}";
}
