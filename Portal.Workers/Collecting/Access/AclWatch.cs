using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Access;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Workers.Calendar;
using Quartz;

namespace Portal.Workers.Collecting.Access;

/// <summary>
/// Reads the ACLs and the client quotas of the clusters at an interval of their own, one request each where the list names everybody who has a grant
/// (<see cref="AclTurns"/>), side by side so that a sick one delays nobody.
/// What one doesn't answer stays as it was seen, with its age and why. Only what changed is written.
/// </summary>
[DisallowConcurrentExecution]
public sealed class AclWatch(IDbContextFactory<PortalDb> store, IAclClusters clusters, TimeProvider clock) : IKindWatch
{
    // What went or came has the time of the worker that saw it, some time before it could be read.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    // Should a clock have been further off than that.
    private static readonly TimeSpan WholeEvery = TimeSpan.FromHours(1);

    private readonly AclTurns _turns = new();

    // Which topics were looked at; lost with the process.
    private (DateTimeOffset Whole, DateTimeOffset Last)? _lookedAt;

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Look(cancellationToken);

    public async Task Look(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var registered = await db.Set<Cluster>()
            .Where(c => c.DeregisteredAt == null && c.Endpoints.Any(e => e.Kind == EndpointKind.Kafka))
            .Select(c => new
            {
                c.Id,
                Granted = db.Set<AccessGrant>()
                    .Where(g => g.ClusterId == c.Id && g.EndedAt == null)
                    .Select(g => g.Principal)
                    .ToList(),
            })
            .ToListAsync(stop);
        await Task.WhenAll(registered.Select(cluster => Look(cluster.Id, [.. cluster.Granted], stop)));
        await MarkOrphaned(db, stop);
        await DeletedAccounts.Mark(db, clock.GetUtcNow(), stop);
    }

    private async Task MarkOrphaned(PortalDb db, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var known = _lookedAt is { } at && now >= at.Last && now - at.Whole < WholeEvery ? _lookedAt : null;
        await OrphanedGrants.Mark(db, now, known?.Last - Late, stop);
        _lookedAt = (known?.Whole ?? now, now);
    }

    private async Task Look(ClusterId cluster, HashSet<string> granted, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var now = clock.GetUtcNow();
        AclLook? answer = null;
        string? failure = null;
        try
        {
            answer = await _turns.Look(await clusters.Open(cluster, stop), cluster, granted, stop);
        }
        catch (EngineException unanswered)
        {
            failure = unanswered.Message;
        }

        // Before the quotas, which a cluster that is silent lets wait as long again: what ends there isn't tried meanwhile.
        var reading = await Write(db, cluster, answer, failure, now, stop);
        await QuotaRows.Read(db, clusters, reading, now, stop);
        await SeenNotice.Save(db, cluster, stop);
    }

    private async Task<AclReading> Write(
        PortalDb db,
        ClusterId cluster,
        AclLook? answer,
        string? failure,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await SeenLock.Take(db, cluster, stop);
        var reading = await db.Set<AclReading>().SingleOrDefaultAsync(r => r.ClusterId == cluster, stop);
        if (reading is null)
        {
            reading = new AclReading { ClusterId = cluster, TriedAt = now };
            db.Add(reading);
        }

        (reading.TriedAt, reading.Failure) = (clock.GetUtcNow(), failure);
        if (answer is not null)
        {
            await Write(db, cluster, answer, now, stop);
            (reading.ReadAt, reading.IsOff) = (now, answer.List.IsOff);
        }

        await SeenNotice.Save(db, cluster, stop);
        await transaction.CommitAsync(stop);
        return reading;
    }

    private static async Task Write(
        PortalDb db,
        ClusterId cluster,
        AclLook answer,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var known = await db.Set<SeenAcl>().Where(a => a.ClusterId == cluster).ToListAsync(stop);
        var there = answer.With(known.Select(row => row.Acl));
        db.RemoveRange(known.Where(row => !there.Contains(row.Acl)));
        db.AddRange(there.Except(known.Select(row => row.Acl)).Select(acl => SeenAcl.Of(cluster, acl, now)));
    }
}
