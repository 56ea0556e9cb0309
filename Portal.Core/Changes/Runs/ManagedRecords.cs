using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Transfers;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Runs;

/// <summary>What the portal manages after a change: the wanted state, the owner, and which incarnation carries the name.</summary>
public sealed class ManagedRecords(
    ResourceKinds kinds,
    OwnershipTransfer transfers,
    ResourceEnds ends,
    TimeProvider clock
)
{
    /// <param name="there">The engine's id of what is there now; null where it isn't known. What a
    /// delete left behind stays managed, and what a create didn't make isn't.</param>
    /// <param name="found">What was recorded when nothing was found to be done; null after a run, which holds its resources.</param>
    /// <returns>False when something else is recorded by now; the caller's transaction must then be undone.</returns>
    public async Task<bool> Write(
        PortalDb db,
        Change change,
        IReadOnlyDictionary<ResourceRef, EngineId?> there,
        CancellationToken stop,
        RecordedSpecs? found = null
    )
    {
        var now = clock.GetUtcNow();
        var asked = await db.Set<ChangeResource>()
            .AsNoTracking()
            .Where(r => r.ChangeId == change.Id)
            .OrderBy(r => r.Ordinal)
            .ToListAsync(stop);
        if (asked.Where(r => r.Operation == ResourceOperation.Transfer).ToList() is [_, ..] given)
        {
            await transfers.Write(db, change, given, stop);
            return true;
        }

        await Incarnations.Write(db, [.. asked.Select(r => r.On)], there, now, stop);
        var known = (await RecordLocks.Take(db, asked, stop)).ToDictionary(r => r.On);
        if (found?.Hold([.. asked.Select(r => known.GetValueOrDefault(r.On)).OfType<Resource>()]) == false)
        {
            return false;
        }

        foreach (var resource in asked)
        {
            Write(db, change, resource, there.ContainsKey(resource.On), known.GetValueOrDefault(resource.On), now);
        }

        await db.SaveChangesAsync(stop);
        await ends.Begin(db, asked, there, now, stop);
        return true;
    }

    private void Write(
        PortalDb db,
        Change change,
        ChangeResource asked,
        bool isThere,
        Resource? known,
        DateTimeOffset now
    )
    {
        switch (asked.Operation, isThere, known)
        {
            // Recorded while its run was at work, which begins on nothing of another team's: it stays theirs, as they want it.
            case (_, _, { OwnerTeamId: var owner }) when RecordedOwner.IsAnothers(kinds, change, asked, owner):
                break;
            case (ResourceOperation.Delete, false, not null):
                known.GoneAt = now;
                break;
            case (ResourceOperation.Delete, _, _) or (ResourceOperation.Create, false, null):
            // Nobody manages it any more: who wants it back requests it.
            case (ResourceOperation.Adopt, _, null) when asked.Wanted is null:
            // Somebody manages it by now: it is theirs, as they want it.
            case (ResourceOperation.Claim, _, not null):
                break;
            case (_, _, null):
                db.Add(
                    new Resource
                    {
                        Kind = asked.Kind,
                        ClusterId = asked.ClusterId,
                        Name = asked.Name,
                        OwnerTeamId = asked.OwnerTeamId,
                        Spec = kinds.Of(asked.Kind).WriteSpec(asked.Read(kinds).Wanted!.Lasting),
                        CreatedAt = now,
                        UpdatedAt = now,
                    }
                );
                if (asked.Operation == ResourceOperation.Claim)
                {
                    db.Add(Claimed(change, asked, now));
                }

                break;
            default:
                Update(db, change, asked, known!, now);
                break;
        }
    }

    // Who owns it stays: what belongs to the owner of something else is given another one by a transfer alone.
    private void Update(PortalDb db, Change change, ChangeResource asked, Resource known, DateTimeOffset now)
    {
        var (request, spec) = (asked.Read(kinds), known.Read(kinds));
        if (kinds.KeepsTier(request, spec))
        {
            db.Add(TierKept(change, request, spec.Criticality!.Value, now));
        }

        known.Spec = kinds.Of(asked.Kind).WriteSpec(kinds.WantedOver(request, spec)!.Lasting);
        known.UpdatedAt = now;
    }

    private AuditEvent Claimed(Change change, ChangeResource asked, DateTimeOffset now) =>
        new()
        {
            At = now,
            Actor = Actor.Applier,
            Kind = "resource.claimed",
            ChangeId = change.Id,
            ClusterId = asked.ClusterId,
            Subject = asked.Name,
            Words =
                $"The {kinds.Of(asked.Kind).Noun} {asked.Name} belongs to {asked.Read(kinds).Wanted!.Owner}; before, nobody managed it.",
        };

    private static AuditEvent TierKept(Change change, ResourceRequest asked, Tier now, DateTimeOffset at) =>
        new()
        {
            At = at,
            Actor = Actor.Applier,
            Kind = "tier.kept",
            ChangeId = change.Id,
            ClusterId = asked.On.Cluster,
            Subject = asked.On.Name,
            Words =
                $"{asked.On.Name} stays {StoreTypes.Word(now)}: its tier was raised after this was requested with {StoreTypes.Word(asked.Wanted!.Criticality!.Value)}.",
        };
}
