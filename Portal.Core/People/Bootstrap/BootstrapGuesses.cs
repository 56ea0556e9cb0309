using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Bootstrap;

/// <summary>
/// How often a password may be guessed. An address waits longer after each wrong one; all of them together have a number an hour, which
/// doesn't count against an address where the administrator was signed in before, nor against a one-time code: nobody can lock them out for good.
/// Of IPv6 a network of 64 bits counts as one address.
/// </summary>
internal static class BootstrapGuesses
{
    public const int FreePerAddress = 5;
    public const int PerHour = 60;
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(30);

    /// <summary>Why this address can't try now; null when it can.</summary>
    public static async Task<Refusal?> Delay(
        PortalDb db,
        BootstrapAccount account,
        string address,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        await db.Set<BootstrapAttempt>().Where(a => a.At < now - Remembered).ExecuteDeleteAsync(stop);
        var attempts = await db.Set<BootstrapAttempt>().OrderByDescending(a => a.At).ToListAsync(stop);
        var origin = AddressOrigin.Of(address);
        var own = attempts.Where(a => a.Address == origin).Select(a => a.At).ToList();
        var until = Until(own);
        if (attempts.Count >= PerHour && !await IsKnown(db, account, origin, stop))
        {
            var free = attempts[PerHour - 1].At + Remembered;
            until = until > free ? until : free;
        }

        return until > now
            ? Refusal.Denied($"There were too many wrong passwords. Try again in {Age.InWords(until.Value - now)}.")
            : null;
    }

    /// <summary>Until when an address waits that was wrong at these moments, newest first; null: it needn't.</summary>
    public static DateTimeOffset? Until(IReadOnlyList<DateTimeOffset> wrong)
    {
        if (wrong.Count < FreePerAddress)
        {
            return null;
        }

        var longer = Math.Min(Math.Pow(2, wrong.Count - FreePerAddress), LongestWait / FirstWait);
        return wrong[0] + (FirstWait * longer);
    }

    /// <summary>Wrong once more.</summary>
    public static async Task Count(
        PortalDb db,
        BootstrapAccount account,
        string address,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var person = await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == account.PersonId, stop);
        db.Add(new BootstrapAttempt { Address = AddressOrigin.Of(address), At = now });
        db.Add(
            new AuditEvent
            {
                At = now,
                Actor = Actor.Web,
                Kind = "bootstrap.refused",
                Subject = person?.Handle ?? "",
                Words = $"A wrong password or code for the bootstrap administrator came from {address}.",
            }
        );
        await db.SaveChangesAsync(stop);
    }

    public static Task Forget(PortalDb db, string address, CancellationToken stop)
    {
        var origin = AddressOrigin.Of(address);
        return db.Set<BootstrapAttempt>().Where(a => a.Address == origin).ExecuteDeleteAsync(stop);
    }

    private static async Task<bool> IsKnown(
        PortalDb db,
        BootstrapAccount account,
        string origin,
        CancellationToken stop
    )
    {
        var known = await db.Set<BrowserSession>()
            .Where(s => s.PersonId == account.PersonId)
            .Select(s => s.Address)
            .Distinct()
            .ToListAsync(stop);
        return known.Exists(address => AddressOrigin.Of(address) == origin);
    }
}
