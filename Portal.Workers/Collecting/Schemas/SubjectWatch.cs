using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Registry;
using Portal.Schemas.Compatibility;
using Portal.Workers.Calendar;
using Quartz;
using Asked = System.Collections.Concurrent.ConcurrentDictionary<
    (object As, string Question, string Subject, int Version),
    System.Lazy<System.Threading.Tasks.Task>
>;
using Endpoint = Portal.Core.Clusters.Endpoint;

namespace Portal.Workers.Collecting.Schemas;

/// <summary>
/// Reads the registries at an interval of their own, side by side, each in bounded time (<see cref="SubjectReading.ReadWithin"/>) so that a sick
/// one delays nobody; one that several clusters have, with the same sign-in, is read once for all of them. What one doesn't answer stays as it was
/// seen, with its age and why. Two may read one registry at once: what the one stores that began later stays.
/// </summary>
[DisallowConcurrentExecution]
public sealed class SubjectWatch(IDbContextFactory<PortalDb> store, ISchemaRegistries registries, TimeProvider clock)
    : IKindWatch
{
    // Two readings that meet began within less: what is further ahead is another machine's clock, or one that was set back.
    private static readonly TimeSpan Furthest = TimeSpan.FromMinutes(5);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Look(cancellationToken);

    public async Task Look(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var clusters = await (
            from c in db.Set<Cluster>()
            join e in db.Set<Endpoint>() on c.Id equals e.ClusterId
            where c.DeregisteredAt == null && e.Kind == EndpointKind.Registry
            select new { c.Id, e.Addresses }
        ).ToListAsync(stop);
        // Before the first question: no answer that one cluster gets for another is older than its reading.
        var now = clock.GetUtcNow();
        var asked = new Asked();
        await Task.WhenAll(clusters.Select(cluster => Look(cluster.Id, cluster.Addresses, asked, now, stop)));
    }

    // The address is read before the registry is opened: where it changes meanwhile, what is stored counts as read at the former one.
    private async Task Look(ClusterId cluster, string address, Asked asked, DateTimeOffset now, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var answer = await Ask(db, cluster, address, asked, now, stop);
        await Write(db, cluster, address, now, answer, stop);
        await new FieldReading(db, cluster).Read(stop);
    }

    private async Task<RegistryAnswer> Ask(
        PortalDb db,
        ClusterId cluster,
        string address,
        Asked asked,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        try
        {
            var opened = await registries.Open(cluster, stop);
            var registry = new SharedAnswers(opened, asked);
            var level = await registry.GlobalLevel(stop);
            var reading = new SubjectReading(registry, db, cluster, address, now, clock);
            return new(level, await reading.Read(stop), Failure: null);
        }
        catch (EngineException unanswered)
        {
            return new(null, Read: null, unanswered.Message);
        }
    }

    private static async Task Write(
        PortalDb db,
        ClusterId cluster,
        string address,
        DateTimeOffset now,
        RegistryAnswer answer,
        CancellationToken stop
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await SeenLock.Take(db, cluster, stop);
        var reading = await db.Set<RegistryReading>().SingleOrDefaultAsync(r => r.ClusterId == cluster, stop);
        if (reading?.TriedAt - now is { Ticks: > 0 } later && later < Furthest)
        {
            return;
        }

        if (reading is null)
        {
            reading = new RegistryReading { ClusterId = cluster, TriedAt = now };
            db.Add(reading);
        }

        (reading.TriedAt, reading.Failure) = (now, answer.Failure ?? answer.Read?.Omission);
        if (answer.Read is { } read)
        {
            await new SubjectRows(db, cluster, now).Write(read, reading.ReadAt, stop);
            (reading.ReadAt, reading.Address, reading.GlobalLevel) = (now, address, answer.GlobalLevel);
            (reading.Unread, reading.NextSubject) = (read.Omission, read.Next);
        }

        // Versions that are gone are marked past the tracker.
        var lost = answer.Read?.There.Any(subject => subject.Gone.Count > 0) == true;
        await SeenNotice.Save(db, cluster, lost, stop);
        if (answer.Read is { There: var there })
        {
            await Settle(db, cluster, [.. there.Where(s => s.Level is not null).Select(s => s.Name)], now, stop);
        }

        await transaction.CommitAsync(stop);
    }

    // The first reading of the level after a spec was applied or adopted tells which it left.
    private static Task Settle(
        PortalDb db,
        ClusterId cluster,
        string[] subjects,
        DateTimeOffset read,
        CancellationToken stop
    ) =>
        db.Database.ExecuteSqlAsync(
            $"""
            update seen_subject s set settled_level = s.level, settled_at = {read}
            from resource r
            where s.cluster_id = {cluster.Value} and s.gone_at is null and not s.is_unread and s.name = any ({subjects})
              and r.cluster_id = s.cluster_id and r.kind = {SchemaKind.Word.Word} and r.name = s.name and r.gone_at is null
              and r.updated_at < {read} and (s.settled_at is null or s.settled_at <= r.updated_at)
            """,
            stop
        );

    /// <param name="Read">Null: it failed.</param>
    private sealed record RegistryAnswer(CompatibilityLevel? GlobalLevel, ReadSubjects? Read, string? Failure);
}
