using Portal.Core.Resources;

namespace Portal.Core.Changes.Plans;

/// <summary>Of resources that one change deletes, those that build on each other: engines refuse to delete what something else builds on. Pure.</summary>
internal static class DeletedUsers
{
    /// <returns>By the ordinal of every resource, the others that are deleted and build on it; none where it stays.</returns>
    public static ILookup<int, ChangeResource> Of(
        ResourceKinds kinds,
        IReadOnlyList<ChangeResource> resources,
        IReadOnlyList<LiveEngine> live
    )
    {
        var deleted = resources.Where(r => r.Operation == ResourceOperation.Delete).ToList();
        return deleted
            .SelectMany(user => BuildsOn(user).Select(used => (Used: used, User: user)))
            .Join(deleted, pair => pair.Used, resource => resource.On, (pair, used) => (used.Ordinal, pair.User))
            .Where(pair => pair.Ordinal != pair.User.Ordinal)
            .ToLookup(pair => pair.Ordinal, pair => pair.User);

        IEnumerable<ResourceRef> BuildsOn(ChangeResource resource) =>
            live.EngineOf(resource).Resources[resource.Name] is { } there
                ? kinds.Of(resource.Kind).BuildsOn(resource.On, there).Distinct()
                : [];
    }
}
