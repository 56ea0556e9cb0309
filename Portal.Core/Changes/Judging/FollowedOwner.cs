using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Transfers;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Judging;

/// <summary>
/// Whose the data is by now that a change gives access to. The request asks the owner that it had then; what is deleted and created again, or
/// created under a prefix, may be another team's, and nothing on an engine shows that.
/// </summary>
internal static class FollowedOwner
{
    /// <param name="users">Owners of data that the change begins to use in another way: those of what it gives access to are put to them.</param>
    /// <param name="change">With its resources.</param>
    /// <returns>By title; a team once. No query, where nothing follows the owner of something else.</returns>
    public static async Task<IReadOnlyList<DataOwner>> Beside(
        IReadOnlyList<DataOwner> users,
        PortalDb db,
        ResourceKinds kinds,
        Change change,
        CancellationToken stop
    )
    {
        if (change.Id == default)
        {
            // A request that isn't sent yet has just been given the owners of now.
            return users;
        }

        var following = change
            .Resources.Select(resource => (Resource: resource, Source: SourceOf(resource)))
            .Where(follower => follower.Source is not null)
            .Select(follower => (follower.Resource, Source: follower.Source!))
            .ToList();
        if (following.Count == 0)
        {
            return users;
        }

        var owners = await OwnersAfter.Of(
            [.. following.Select(f => f.Source)],
            db,
            new Dictionary<ResourceRef, TeamId>(),
            stop
        );
        var others = (
            from follower in following
            where owners.Has(follower.Source) || !IsMade(follower.Source)
            let owner = owners.OwnerOf(follower.Source)
            where owner != follower.Resource.OwnerTeamId
            select (Owner: owner, follower.Resource.Ordinal)
        ).ToLookup(other => other.Owner, other => other.Ordinal);
        if (others.Count == 0)
        {
            return users;
        }

        TeamId[] ids = [.. others.Select(theirs => theirs.Key)];
        var titles = await db.Set<Team>()
            .Where(t => ids.Contains(t.Id))
            .ToDictionaryAsync(t => t.Id, t => t.Title, stop);
        return
        [
            .. users
                .Concat(titles.Select(team => new DataOwner(team.Key, team.Value, [.. others[team.Key]])))
                .GroupBy(owner => owner.Team)
                .Select(same =>
                    same.First() with
                    {
                        Resources = [.. same.SelectMany(o => o.Resources).Distinct().Order()],
                    }
                )
                .OrderBy(owner => owner.Title, StringComparer.Ordinal),
        ];

        OwnerSource? SourceOf(ChangeResource resource) =>
            resource.Read(kinds).Wanted is { } wanted
                ? kinds.Of(resource.Kind).OwnedWith(resource.ClusterId, wanted)
                : null;

        // By the change itself: it is its owner's who requests it.
        bool IsMade(OwnerSource source) =>
            !source.IsPrefix
            && change.Resources.Exists(other => other.Operation == ResourceOperation.Create && source.Covers(other.On));
    }
}
