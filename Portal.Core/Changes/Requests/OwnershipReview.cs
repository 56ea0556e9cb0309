using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>
/// Whether a resource of a request is its owner's to request. A managed resource that somebody deleted by hand is its team's
/// still: another one doesn't get it by making it again.
/// </summary>
internal static class OwnershipReview
{
    /// <param name="managed">The resource as it is managed; null when it isn't.</param>
    /// <returns>What is wrong, by field; null when nothing is.</returns>
    public static FieldProblem? Problem(
        Caller who,
        ResourceDraft asked,
        IResourceKind kind,
        DraftCluster cluster,
        DraftResource? managed,
        Team? owner
    )
    {
        var isCreate = asked.Operation == ResourceOperation.Create;
        return (managed, isCreate) switch
        {
            (null, true) => null,
            (null, false) => Unmanaged(who, asked, kind, cluster),
            _ when owner is null => null,
            _ when asked.Operation == ResourceOperation.Claim => new(
                "name",
                $"{asked.Name} belongs to {managed.OwnerTitle}. What a team owns isn't claimed; contact that team for a transfer."
            ),
            _ when asked.Operation == ResourceOperation.Transfer => managed.Owner == owner.Id
                ? new("owner", $"{asked.Name} belongs to {managed.OwnerTitle} already. Choose another team.")
                : null,
            _ when managed.Owner == owner.Id => null,
            (_, true) => new(
                "name",
                $"{asked.Name} belongs to {managed.OwnerTitle}, also while it isn't on {cluster.Name}. Choose another name, or send the request as its owner."
            ),
            _ => new("owner", $"{asked.Name} belongs to {managed.OwnerTitle}; send the request as its owner."),
        };
    }

    /// <summary>
    /// What is in a registry is one thing on every cluster that the registry serves: a team that owns it on one of them may have it on the
    /// others as well, and no other team gets it there.
    /// </summary>
    /// <returns>Whose it is, on which cluster; null where no other team has it, or it is managed where it is requested.</returns>
    public static FieldProblem? Elsewhere(
        ResourceDraft asked,
        IResourceKind kind,
        DraftCluster cluster,
        DraftReading known,
        Team? owner
    )
    {
        if (owner is null || !kind.IsInRegistry || known.Managed.ContainsKey(new(asked.Kind, cluster.Id, asked.Name)))
        {
            return null;
        }

        foreach (var other in cluster.Sharing)
        {
            if (
                known.Managed.TryGetValue(new(asked.Kind, other.Id, asked.Name), out var theirs)
                && theirs.Owner != owner.Id
            )
            {
                var act =
                    asked.Operation == ResourceOperation.Create
                        ? "Choose another name, or send the request as its owner."
                        : "Contact that team for a transfer.";
                return new(
                    "name",
                    $"{asked.Name} belongs to {theirs.OwnerTitle} on {other.Name}, which has the same schema registry as {cluster.Name}. {act}"
                );
            }
        }

        return null;
    }

    // What nobody owns is given to a team by who answers for the clusters, or claimed by a team with their approval.
    private static FieldProblem? Unmanaged(Caller who, ResourceDraft asked, IResourceKind kind, DraftCluster cluster) =>
        (asked.Operation, Authority.May(who, new CallerAction.GiveResource())) switch
        {
            _ when kind.Blank is null => new("name", $"{NotManaged(asked, cluster)}, so it isn't changed from here."),
            (ResourceOperation.Adopt, { Granted: true }) or (ResourceOperation.Claim, _) => null,
            var (_, may) => new(
                "name",
                $"{NotManaged(asked, cluster)}. {(may.Granted ? "Give it to a team first." : $"Claim it for your team first. {may.Words}")}"
            ),
        };

    private static string NotManaged(ResourceDraft asked, DraftCluster cluster) =>
        $"{asked.Name} isn't managed by the portal on {cluster.Name}";
}
