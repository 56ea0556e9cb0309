using Portal.Core.Changes.Transfers;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Judging;

/// <summary>
/// Whose the data is by now that a change gives access to. The request asks the owner that it had then; what is deleted and created again, or
/// created under a prefix, may be another team's, and nothing on an engine shows that.
/// </summary>
internal static class FollowedOwner
{
    /// <param name="change">With its resources.</param>
    /// <returns>Teams that the request doesn't ask. No query, where nothing follows the owner of something else.</returns>
    public static async Task<IReadOnlyList<DataOwner>> Of(
        PortalDb db,
        ResourceKinds kinds,
        Change change,
        CancellationToken stop
    )
    {
        var following = change
            .Resources.Where(resource => !IsJustOwned(resource))
            .Select(resource => (Resource: resource, Source: resource.OwnedWith(kinds)))
            .Where(follower => follower.Source is not null)
            .Select(follower => (follower.Resource, Source: follower.Source!))
            .ToList();
        if (following.Count == 0)
        {
            return [];
        }

        var owners = await OwnersAfter.Now([.. following.Select(f => f.Source)], db, stop);
        return
        [
            .. from follower in following
            // By the change itself: it is its owner's who requests it.
            where !(follower.Source.One is { } one && owners.OwnerOf(one) is null && change.Creates(one))
            let owner = owners.OwnerOf(follower.Source)
            where owner.Id != follower.Resource.OwnerTeamId
            group follower.Resource.Ordinal by owner into theirs
            select new DataOwner(theirs.Key.Id, theirs.Key.Title, [.. theirs.Order()]),
        ];

        // A new one of a request that isn't sent yet was given the owner of now a moment ago; one that is there has the owner that it was given.
        bool IsJustOwned(ChangeResource resource) =>
            change.Id == default && resource.Operation == ResourceOperation.Create;
    }
}
