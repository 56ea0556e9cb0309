using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Approvals;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Judging;

/// <summary>A team whose data some of a change's resources begin to read or write.</summary>
/// <param name="Title">The team's, as people know it.</param>
/// <param name="Resources">The resources that do, by their ordinals.</param>
public sealed record DataOwner(TeamId Team, string Title, IReadOnlyList<int> Resources)
{
    /// <summary>
    /// The owner of data approves who begins to use it, in every environment and at every risk: otherwise whoever owns a job could
    /// copy any team's records into a topic of their own, past all access grants.
    /// </summary>
    /// <param name="steps">All others.</param>
    internal static IReadOnlyList<StepDraft> Approve(IReadOnlyList<StepDraft> steps, IReadOnlyList<DataOwner> owners)
    {
        var asked = owners.ToDictionary(owner => owner.Team);
        var widened = steps.Select(step =>
            !step.IsOverride && asked.Remove(step.Team, out var owner)
                ? step with
                {
                    Resources = [.. step.Resources.Union(owner.Resources).Order()],
                }
                : step
        );
        return
        [
            .. widened
                .ToList()
                .Concat(
                    owners
                        .Where(owner => asked.ContainsKey(owner.Team))
                        .Select(owner => new StepDraft(
                            0,
                            $"Data owner: {owner.Title}",
                            owner.Team,
                            1,
                            false,
                            owner.Resources
                        ))
                )
                .OrderBy(step => step.IsOverride)
                .Select((step, i) => step with { Ordinal = i + 1 }),
        ];
    }

    /// <summary>Why a plan doesn't hold any more: data that it begins to use is a team's that wasn't asked; null when it holds.</summary>
    public static async Task<string?> Unasked(
        PortalDb db,
        PlanId plan,
        IReadOnlyList<DataOwner> owners,
        CancellationToken stop
    )
    {
        if (owners.Count == 0)
        {
            return null;
        }

        var asked = await db.Set<ApprovalStep>().Where(s => s.PlanId == plan).Select(s => s.TeamId).ToListAsync(stop);
        var missing = owners.Where(owner => !asked.Contains(owner.Team)).Select(owner => owner.Title).ToList();
        return missing.Count == 0
            ? null
            : $"Since the plan was computed, topics that it begins to use came to be owned by {string.Join(" and ", missing)}, who didn't approve it.";
    }

    /// <summary>Each team once, by title, with all that is for it to approve.</summary>
    internal static IReadOnlyList<DataOwner> Together(
        IReadOnlyList<DataOwner> users,
        IReadOnlyList<DataOwner> followed
    ) =>
        [
            .. users
                .Concat(followed)
                .GroupBy(owner => owner.Team)
                .Select(same =>
                    same.First() with
                    {
                        Resources = [.. same.SelectMany(owner => owner.Resources).Distinct().Order()],
                    }
                )
                .OrderBy(owner => owner.Title, StringComparer.Ordinal),
        ];

    /// <param name="change">With its resources.</param>
    /// <param name="platform">Answers for data that nobody owns, as it does for access to it.</param>
    /// <returns>By title; none, and no query, where nothing uses other data. What a resource uses already was approved when it began to.</returns>
    internal static async Task<IReadOnlyList<DataOwner>> Of(
        PortalDb db,
        ResourceKinds kinds,
        Change change,
        Team platform,
        CancellationToken stop
    )
    {
        var uses = (
            from resource in change.Resources
            let wanted = resource.Read(kinds).Wanted
            where wanted is not null
            from use in kinds.Of(resource.Kind).Uses(wanted)
            select (Resource: resource, Use: use)
        ).ToList();
        if (uses.Count == 0)
        {
            return [];
        }

        string[] places = [.. uses.Select(u => u.Use.Cluster).Distinct(StringComparer.Ordinal)];
        var clusters = await db.Set<Cluster>()
            .Where(c => places.Contains(c.Name) && c.DeregisteredAt == null)
            .ToDictionaryAsync(c => c.Name, c => c.Id, StringComparer.Ordinal, stop);
        string[] names =
        [
            .. uses.SelectMany(u => new[] { u.Use.Name, u.Resource.Name }).Distinct(StringComparer.Ordinal),
        ];
        var managed = await (
            from resource in db.Set<Resource>().AsNoTracking()
            join team in db.Set<Team>() on resource.OwnerTeamId equals team.Id
            where names.Contains(resource.Name) && resource.GoneAt == null
            select new { Resource = resource, team.Title }
        ).ToDictionaryAsync(m => m.Resource.On, stop);
        return
        [
            .. from used in uses
            where clusters.ContainsKey(used.Use.Cluster)
            let data = new ResourceRef(used.Use.Kind, clusters[used.Use.Cluster], used.Use.Name)
            where managed.ContainsKey(data) || !change.Creates(data)
            let owner = managed.GetValueOrDefault(data) is { } its
                ? (Team: its.Resource.OwnerTeamId, its.Title)
                : (Team: platform.Id, platform.Title)
            where owner.Team != used.Resource.OwnerTeamId
            where !IsApproved(used.Resource, used.Use)
            group used.Resource.Ordinal by owner into theirs
            orderby theirs.Key.Title
            select new DataOwner(theirs.Key.Team, theirs.Key.Title, [.. theirs.Distinct().Order()]),
        ];

        // Of what another team has by that name, another team's uses were approved.
        bool IsApproved(ChangeResource asked, DataUse use) =>
            managed.GetValueOrDefault(asked.On)?.Resource is { } now
            && now.OwnerTeamId == asked.OwnerTeamId
            && kinds.Of(now.Kind).Uses(now.Read(kinds)).Contains(use);
    }
}
