using Portal.Core.Changes.Judging;
using Portal.Core.Health;

namespace Portal.Workers.Collecting;

/// <summary>Judges all positions of a group, each by what its owner does on all of its own.</summary>
internal static class GroupVerdict
{
    public static void Judge(TrackedGroup group, DateTimeOffset at, LagLimits limits)
    {
        foreach (var (partition, position, _, _) in Positions(group))
        {
            position.Observe(at, partition);
        }

        var own = limits with { CommitEvery = group.CheckpointEvery };
        var owners = Owners(group, at, own);
        foreach (var (partition, position, member, since) in Positions(group))
        {
            position.Judge(at, partition, group.HasMembers, since, own, owners?.GetValueOrDefault(member));
        }
    }

    /// <summary>Goes on with the courses of lag; what is replayed from the store has them from there.</summary>
    public static void Note(TrackedGroup group, DateTimeOffset at, LagLimits limits) => Owners(group, at, limits);

    // Null where nothing waits, or nothing has moved since it does: then no owner does anything, and each is judged alone.
    private static bool MovesWhileSomeWaits(TrackedGroup group)
    {
        DateTimeOffset? waits = null;
        DateTimeOffset? moved = null;
        foreach (var places in group.Topics)
        {
            if (group.IsFormer(places.Topic))
            {
                continue;
            }

            foreach (var position in places.Positions)
            {
                if (position?.Window is { } window)
                {
                    waits = window.WaitingSince is { } since && !(since >= waits) ? since : waits;
                    moved = window.MovedAt is { } at && !(at <= moved) ? at : moved;
                }
            }
        }

        return moved > waits;
    }

    private static Dictionary<int, LagOwner>? Owners(TrackedGroup group, DateTimeOffset at, LagLimits limits)
    {
        if (!MovesWhileSomeWaits(group))
        {
            group.EndGrowth();
            return null;
        }

        var byOwner = Positions(group)
            .Where(p => p.Owner != GroupOwners.Nobody)
            .ToLookup(p => p.Owner, p => p.Position);
        var movedAt = Positions(group).Max(p => p.Position.Window.MovedAt);
        return byOwner.ToDictionary(
            owner => owner.Key,
            owner => new LagOwner(
                [.. owner.Where(p => p.Window.At == at).Select(p => new OwnedPosition(p.Window, p.Behind))],
                limits,
                movedAt,
                OnlyGrew(group, owner.Key, [.. owner], at, limits)
            )
        );
    }

    private static bool? OnlyGrew(
        TrackedGroup group,
        int owner,
        Position[] positions,
        DateTimeOffset at,
        LagLimits limits
    )
    {
        if (positions.Length < 2)
        {
            return null;
        }

        var growth = group.Growth(GroupOwners.Places(group.Owners, owner));
        if (growth.IsDue(at, limits.Poll))
        {
            growth.Add(
                at,
                positions.All(p => p.Window.At == at) ? positions.Sum(p => p.Window.Lag) : null,
                positions.Sum(p => p.Window.End),
                limits.Poll
            );
        }

        return growth.OnlyGrew;
    }

    private static IEnumerable<(
        TrackedPartition Partition,
        Position Position,
        int Owner,
        DateTimeOffset? Since
    )> Positions(TrackedGroup group)
    {
        foreach (var places in group.Topics)
        {
            var isFormer = group.IsFormer(places.Topic);
            for (var p = 0; p < places.Positions.Length; p++)
            {
                if (places.Positions[p] is { } position)
                {
                    var (owner, since) = isFormer
                        ? (GroupOwners.Nobody, null)
                        : group.Owners?.Of(places.Topic.Name, p) ?? (GroupOwners.TheGroup, (DateTimeOffset?)null);
                    yield return (places.Topic.Partitions[p], position, owner, since);
                }
            }
        }
    }
}
