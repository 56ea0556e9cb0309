using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Judging;

/// <summary>
/// The clock ends what was agreed to until a time. An update that was approved before that time and applied after it may have moved the end: then nobody agreed to
/// this one, and it ends nothing. Once the new end is there, the clock requests it again.
/// </summary>
public static class OvertakenEnd
{
    private static readonly IReadOnlyList<ChangeState> Running =
    [
        .. Enum.GetValues<ChangeState>().Where(state => state.IsRunning()),
    ];

    /// <param name="change">With its resources.</param>
    /// <param name="live">Every engine that they name.</param>
    /// <returns>What overtook it, in words; null: nothing did, or a person requested it.</returns>
    public static async Task<string?> Of(
        PortalDb db,
        ResourceKinds kinds,
        Change change,
        IReadOnlyList<LiveEngine> live,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (change.Actor.Name != Actor.Clock.Name)
        {
            return null;
        }

        foreach (var resource in change.Resources)
        {
            if (
                live.EngineOf(resource).Resources[resource.Name] is { } there
                && !kinds.Of(resource.Kind).IsAgreed(resource.Read(kinds), there, now)
                && await Update(db, change, resource, stop) is { } update
            )
            {
                return there.Lasts(now) is { } lasts
                    ? $"Change {update} came first: {lasts}."
                    : $"Change {update} came first and updated {resource.Name}. What of it is over by now ends by another change.";
            }
        }

        return null;
    }

    // The newest that is applied since the end was requested, or has begun to act.
    private static async Task<ChangeId?> Update(
        PortalDb db,
        Change end,
        ChangeResource resource,
        CancellationToken stop
    )
    {
        var found = await db.Set<Change>()
            .Where(c => Running.Contains(c.State) || (c.State == ChangeState.Applied && c.UpdatedAt > end.CreatedAt))
            .Where(c =>
                c.Resources.Any(r =>
                    r.Operation == ResourceOperation.Update
                    && r.Kind == resource.Kind
                    && r.ClusterId == resource.ClusterId
                    && r.Name == resource.Name
                )
            )
            .Where(c => c.Id != end.Id)
            .OrderByDescending(c => c.UpdatedAt)
            .Select(c => c.Id)
            .Take(1)
            .ToListAsync(stop);
        return found is [var id] ? id : null;
    }
}
