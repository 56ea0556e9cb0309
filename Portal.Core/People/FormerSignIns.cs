using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>
/// Ends what was begun by another sign-in method than the one configured now, once at start and for good: sessions, and
/// tokens of people who proved nothing. They don't work before that either; this keeps them from coming back. The people who can only be chosen at the embedded
/// sign-in are disabled while another is set.
/// </summary>
public sealed class FormerSignIns(
    SchemaGate schema,
    IDbContextFactory<PortalDb> store,
    StoreWatch watch,
    IOptions<BrowserSessionOptions> options,
    TimeProvider time
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.Open.WaitAsync(stoppingToken);
        while (!await watch.Read(() => End(stoppingToken)))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
        }
    }

    /// <summary>Ends them now.</summary>
    public async Task End(CancellationToken stop)
    {
        var (now, mode) = (time.GetUtcNow(), options.Value.Mode);
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var sessions = await db.Set<BrowserSession>()
            .Where(s => s.SignIn != mode && s.EndedAt == null && s.ExpiresAt > now)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.EndedAt, now), stop);
        var tokens = await db.Set<ApiToken>()
            .Where(t => t.SignIn != mode && t.RevokedAt == null && t.ExpiresAt > now)
            .ExecuteUpdateAsync(t => t.SetProperty(x => x.RevokedAt, now), stop);
        // After these, which are counted; with the seeded people end the tokens that workloads got by their rules.
        await SeededAccess.Follow(db, mode, now, stop);
        if (sessions + tokens > 0)
        {
            db.Add(
                new AuditEvent
                {
                    At = now,
                    Actor = Actor.Clock,
                    Kind = "sign-in.changed",
                    Words = $"Sign-in is now {mode}: {sessions} sessions and {tokens} tokens from before ended.",
                }
            );
            await db.SaveChangesAsync(stop);
        }

        await transaction.CommitAsync(stop);
    }
}
