using System.Diagnostics.Metrics;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>Requests that carried a sign-in proxy's headers and didn't come from it: each is counted, and one a minute is in the audit log.</summary>
public sealed class RefusedStatements(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromMinutes(1);
    private static readonly Meter Meter = new("Portal.SignIn");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "portal.proxy_sign_in.refused",
        "{request}",
        "Requests with headers of the sign-in proxy that didn't come from it"
    );

    private readonly Lock _gate = new();
    private DateTimeOffset _noted = DateTimeOffset.MinValue;
    private long _count;

    /// <param name="address">Where it came from.</param>
    /// <param name="why">The end of a sentence, for the audit log.</param>
    public async Task Note(string address, string why, CancellationToken stop)
    {
        Refused.Add(1);
        var (now, count) = (time.GetUtcNow(), 0L);
        lock (_gate)
        {
            _count++;
            if (now - _noted < AtMostEvery)
            {
                return;
            }

            (count, _count, _noted) = (_count, 0, now);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        db.Add(
            new AuditEvent
            {
                At = now,
                Actor = Actor.Web,
                Kind = "proxy-sign-in.refused",
                Words =
                    $"Headers of the sign-in proxy came from {address} and were refused: {why}. Requests like it since the last such entry: {count}.",
            }
        );
        await db.SaveChangesAsync(stop);
    }
}
