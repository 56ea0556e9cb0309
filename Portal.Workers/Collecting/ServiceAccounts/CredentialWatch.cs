using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Workers.Calendar;
using Quartz;

namespace Portal.Workers.Collecting.ServiceAccounts;

/// <summary>
/// Reads the SCRAM credentials of the clusters, one request each, side by side so that a sick one delays nobody. What one doesn't answer stays as it was
/// seen, with its age and why. Only what changed is written.
/// </summary>
[DisallowConcurrentExecution]
public sealed class CredentialWatch(IDbContextFactory<PortalDb> store, ICredentialClusters clusters, TimeProvider clock)
    : IKindWatch
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await Look(cancellationToken);

    public async Task Look(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var registered = await db.Set<Cluster>()
            .Where(c => c.DeregisteredAt == null && c.Endpoints.Any(e => e.Kind == EndpointKind.Kafka))
            .Select(c => c.Id)
            .ToListAsync(stop);
        await FormerPasswords.Mark(db, stop);
        await Task.WhenAll(registered.Select(cluster => Look(cluster, stop)));
    }

    private async Task Look(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var now = clock.GetUtcNow();
        var answer = await Ask(cluster, stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await SeenLock.Take(db, cluster, stop);
        var reading = await db.Set<CredentialReading>().SingleOrDefaultAsync(r => r.ClusterId == cluster, stop);
        if (reading is null)
        {
            reading = new CredentialReading { ClusterId = cluster, TriedAt = now };
            db.Add(reading);
        }

        (reading.TriedAt, reading.Failure) = (now, answer.Failure);
        if (answer.Failure is null)
        {
            (reading.ReadAt, reading.EnabledMechanisms) = (now, answer.Enabled);
        }

        if (answer.Accounts is { } accounts)
        {
            await Write(db, cluster, accounts, now, stop);
        }

        await SeenNotice.Save(db, cluster, stop);
        await transaction.CommitAsync(stop);
    }

    private async Task<CredentialAnswer> Ask(ClusterId cluster, CancellationToken stop)
    {
        IReadOnlyList<LiveServiceAccount>? accounts = null;
        try
        {
            var credentials = await clusters.Open(cluster, stop);
            accounts = await credentials.All(stop);
            var enabled = await credentials.Enabled(stop);
            return new(accounts, enabled?.Select(m => m.Title()).ToArray(), Failure: null);
        }
        catch (EngineException unanswered)
        {
            return new(accounts, null, unanswered.Message);
        }
    }

    private static async Task Write(
        PortalDb db,
        ClusterId cluster,
        IReadOnlyList<LiveServiceAccount> accounts,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var there = accounts
            .SelectMany(account => account.Credentials.Select(c => (account.Name, c.Mechanism, c.Iterations)))
            .ToHashSet();
        var known = await db.Set<SeenCredential>().Where(c => c.ClusterId == cluster).ToListAsync(stop);
        var gone = known.Where(row => !there.Contains((row.Name, row.Mechanism, row.Iterations))).ToList();
        db.RemoveRange(gone);
        // One that changed has the same key: it goes before the other comes.
        await SeenNotice.Save(db, cluster, stop);
        db.AddRange(
            there
                .Except(known.Except(gone).Select(row => (row.Name, row.Mechanism, row.Iterations)))
                .Select(c => new SeenCredential
                {
                    ClusterId = cluster,
                    Name = c.Name,
                    Mechanism = c.Mechanism,
                    Iterations = c.Iterations,
                    FirstSeenAt = now,
                })
        );
    }

    /// <param name="Accounts">Null: the cluster didn't list them.</param>
    private sealed record CredentialAnswer(
        IReadOnlyList<LiveServiceAccount>? Accounts,
        string[]? Enabled,
        string? Failure
    );
}
