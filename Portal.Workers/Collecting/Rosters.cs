using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Health;
using Portal.Engines.Collecting;

namespace Portal.Workers.Collecting;

/// <summary>
/// Asks who is in the groups. A group that wasn't told keeps the members it had, with the time of the look that told them.
/// </summary>
internal sealed class Rosters(ICollectedCluster cluster, TimeProvider clock)
{
    public async Task<StateUpdate> Ask(CancellationToken stop)
    {
        var at = clock.GetUtcNow();
        var told = await cluster.Members(stop);
        return (state, changes) =>
        {
            foreach (var group in state.Groups.Values)
            {
                Take(
                    group,
                    told.TryGetValue(group.Name, out var members) ? members : null,
                    state.MembersAt,
                    at,
                    changes
                );
            }

            state.MembersAt = at;
        };
    }

    private static void Take(
        TrackedGroup group,
        ImmutableArray<GroupMember>? told,
        DateTimeOffset? before,
        DateTimeOffset at,
        CollectorChanges changes
    )
    {
        if (group.Members != told?.Length)
        {
            group.Members = told?.Length;
            changes.ChangedGroups.Add(group);
        }

        var roster = told is { } members ? new Roster(CoreJson.Write(members), null) : group.Roster?.NotSince(before);
        if (roster is not null && roster != group.Roster)
        {
            group.Roster = roster;
            group.TakeOwners(told, at);
            changes.ChangedRosters.Add(group);
        }
    }
}

/// <param name="Members">As they lie in the store.</param>
/// <param name="ReadAt">Null: in the newest look.</param>
internal sealed record Roster(string Members, DateTimeOffset? ReadAt)
{
    public Roster NotSince(DateTimeOffset? look) => ReadAt is null ? this with { ReadAt = look } : this;
}
