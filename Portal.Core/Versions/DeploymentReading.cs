using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Versions;

/// <summary>Reads what runs here. Processes are known by their connections: nobody has to report, and what is killed is gone.</summary>
public sealed class DeploymentReading(IDbContextFactory<PortalDb> store, TimeProvider clock)
{
    public async Task<Outcome<Deployment>> Read(Caller who, CancellationToken stop)
    {
        if (Authority.May(who, new CallerAction.SeeDeployment()) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var applied = await db.Set<MigrationRow>().AsNoTracking().ToListAsync(stop);
        var connected = await db.Set<ConnectionRow>().ToListAsync(stop);
        var clocks = await db.Set<ClockRow>().AsNoTracking().ToDictionaryAsync(c => c.Process, c => c.Ahead, stop);
        var server = await db.Database.SqlQuery<string>($"""select version() as "Value" """).SingleAsync(stop);
        var (has, known) = (applied.Select(m => m.Number).ToHashSet(), Migration.All.Select(m => m.Number).ToHashSet());
        return new Deployment(
            RunningProcess.ThisVersion,
            applied.MaxBy(m => m.AppliedAt) is { } newest ? new(newest.Name, newest.AppliedAt) : null,
            applied.Count,
            [.. Migration.All.Where(m => !has.Contains(m.Number)).Select(m => m.Name)],
            [.. applied.Where(m => !known.Contains(m.Number)).Select(m => m.Name)],
            server.Split(" on ", 2)[0],
            [
                .. connected
                    .Select(c => (Connected: c, Process: RunningProcess.Read(c.Name)))
                    .Where(c => c.Process is not null)
                    .Select(c => new ConnectedProcess(
                        c.Process!,
                        c.Connected.Connections,
                        c.Connected.SeenAt,
                        clocks.TryGetValue(c.Connected.Name, out var ahead) ? new ClockOffset(ahead) : null
                    ))
                    .OrderBy(c => c.Process.Program, StringComparer.Ordinal)
                    .ThenBy(c => c.Process.Host, StringComparer.Ordinal)
                    .ThenBy(c => c.Process.StartedAt),
            ],
            clock.GetUtcNow()
        );
    }
}
