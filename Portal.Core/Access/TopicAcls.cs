using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Core.Access;

/// <inheritdoc cref="ITopicAccess"/>
internal sealed class TopicAcls(IDbContextFactory<PortalDb> store) : ITopicAccess
{
    public async Task<ILookup<string, TopicAcl>> Of(
        ClusterId cluster,
        IReadOnlyCollection<string> topics,
        CancellationToken stop
    )
    {
        if (topics.Count == 0)
        {
            return Enumerable.Empty<TopicAcl>().ToLookup(_ => "", StringComparer.Ordinal);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        // Of all patterns on the cluster, these count for one of them.
        string[] prefixes =
        [
            .. topics
                .SelectMany(topic => Enumerable.Range(1, topic.Length).Select(length => topic[..length]))
                .Distinct(StringComparer.Ordinal),
        ];
        var held = await Held(db, cluster, topics, prefixes, stop);
        var seen = await db.Set<SeenAcl>()
            .AsNoTracking()
            .Where(a => a.ClusterId == cluster && a.Resource == AclResource.Topic)
            .Where(a => a.Permission == AclPermission.Allow)
            .Where(a =>
                a.Pattern == AclPattern.Prefixed
                    ? prefixes.Contains(a.Name)
                    : a.Name == Acl.Any || topics.Contains(a.Name)
            )
            .ToListAsync(stop);
        List<(Acl Acl, string? Grant)> all =
        [
            .. held.Select(row => (row.Acl, (string?)row.Grant)),
            .. seen.Select(row => row.Acl).Except(held.Select(row => row.Acl)).Select(acl => (acl, (string?)null)),
        ];
        var teams = await Teams(db, cluster, [.. all.Select(row => row.Acl.Principal).Distinct()], stop);
        return topics
            .SelectMany(topic =>
                all.Where(row => row.Acl.AppliesTo(AclResource.Topic, topic))
                    .Select(row => new TopicAcl(
                        row.Acl.Principal,
                        row.Acl.InWords(),
                        row.Grant,
                        row.Acl is { Pattern: AclPattern.Literal, Name: not Acl.Any },
                        teams.GetValueOrDefault(row.Acl.Principal)
                    ))
                    .OrderByDescending(acl => acl.IsOnName)
                    .ThenBy(acl => acl.Principal, StringComparer.Ordinal)
                    .ThenBy(acl => acl.Description, StringComparer.Ordinal)
                    .ThenBy(acl => acl.Grant, StringComparer.Ordinal)
                    .Take(TopicAccess.Most)
                    .Select(acl => (topic, acl))
            )
            .ToLookup(row => row.topic, row => row.acl, StringComparer.Ordinal);
    }

    // What was written down a moment ago wasn't seen yet.
    private static async Task<List<(Acl Acl, string Grant)>> Held(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> topics,
        string[] prefixes,
        CancellationToken stop
    )
    {
        var rows = await (
            from acl in db.Set<AccessAcl>().AsNoTracking()
            join grant in db.Set<AccessGrant>() on acl.GrantId equals grant.Id
            where grant.ClusterId == cluster && grant.EndedAt == null && acl.Resource == AclResource.Topic
            where
                acl.Pattern == AclPattern.Prefixed
                    ? prefixes.Contains(acl.Name)
                    : acl.Name == Acl.Any || topics.Contains(acl.Name)
            select new { Acl = acl, grant.Name }
        ).ToListAsync(stop);
        return [.. rows.Select(row => (row.Acl.Acl, row.Name))];
    }

    private static async Task<Dictionary<string, string>> Teams(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyCollection<string> principals,
        CancellationToken stop
    )
    {
        var names = AccessTopics.AccountsOf(principals);
        if (names.Length == 0)
        {
            return [];
        }

        var accounts = await (
            from account in db.Set<Resource>()
            join team in db.Set<Team>() on account.OwnerTeamId equals team.Id
            where account.ClusterId == cluster && account.Kind == AccessKind.Account && account.GoneAt == null
            where names.Contains(account.Name)
            select new { account.Name, Team = team.Name }
        ).ToListAsync(stop);
        return accounts.ToDictionary(a => AccessTopics.PrincipalOf(a.Name), a => a.Team, StringComparer.Ordinal);
    }
}
