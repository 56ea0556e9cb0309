using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Audit;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Bootstrap;

/// <summary>How the account is with regard to signing in.</summary>
public enum BootstrapState
{
    /// <summary>To be set up, with a one-time code or the initial password.</summary>
    NotSetUp,

    /// <summary>Has a password.</summary>
    Ready,

    /// <summary>Somebody who has the role platform signed in otherwise.</summary>
    Closed,
}

/// <summary>One-time codes that set the bootstrap administrator up. Nothing but a hash of each is stored.</summary>
public sealed class BootstrapLinks(
    IDbContextFactory<PortalDb> store,
    Sessions sessions,
    IOptions<BootstrapOptions> options,
    TimeProvider time
)
{
    /// <summary>When a code that is made now expires.</summary>
    public TimeSpan Lasts => options.Value.LinkLasts;

    public async Task<BootstrapState> State(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return Of(await db.Set<BootstrapAccount>().AsNoTracking().SingleAsync(stop));
    }

    /// <summary>Whether the initial password of the settings sets it up: the first time alone.</summary>
    public async Task<bool> TakesInitialPassword(CancellationToken stop)
    {
        if (!options.Value.HasInitial)
        {
            return false;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        return await db.Set<BootstrapAccount>().AnyAsync(a => a.PersonId == null, stop);
    }

    /// <summary>Whether a page of sign-in offers it; not while the store is silent.</summary>
    public async Task<bool> IsOffered(CancellationToken stop)
    {
        try
        {
            return await State(stop) != BootstrapState.Closed;
        }
        catch (Exception failure) when (StoreFailure.IsTheStores(failure) || StoreFailure.IsSilence(failure))
        {
            return false;
        }
    }

    /// <summary>A new code, beside those of other processes that are valid still. Null when there is nothing to set up.</summary>
    public async Task<string?> Create(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (Of(await db.LockBootstrap(stop)) != BootstrapState.NotSetUp)
        {
            return null;
        }

        var now = time.GetUtcNow();
        await db.Set<BootstrapLink>().Where(l => l.ExpiresAt <= now).ExecuteDeleteAsync(stop);
        var code = Add(db, now);
        db.Add(
            Event(
                now,
                "bootstrap.link-created",
                "A start of web wrote a one-time link for the bootstrap administrator to its log."
            )
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return code;
    }

    /// <summary>Opens the account again, whatever it was, without a password: for whoever runs the portal and was locked out.</summary>
    /// <returns>The code that sets it up.</returns>
    public async Task<string> Reopen(CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var account = await db.LockBootstrap(stop);
        var now = time.GetUtcNow();
        (account.PasswordHash, account.ClosedAt, account.ClosedBy) = (null, null, null);
        var ended = "";
        if (await db.Set<Person>().SingleOrDefaultAsync(p => p.Id == account.PersonId, stop) is { } person)
        {
            (person.DisabledAt, person.DisabledBy) = (now, Actor.Web.Name);
            person.DisabledReason = "Its sign-in was opened by command, and isn't set up yet.";
            ended = $" {await BootstrapAccess.End(db, person, now, stop)}.";
        }

        await db.Set<BootstrapLink>().ExecuteDeleteAsync(stop);
        var code = Add(db, now);
        db.Add(
            Event(
                now,
                "bootstrap.reopened",
                $"The sign-in of the bootstrap administrator was opened by command.{ended}"
            )
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        sessions.SomeEnded();
        return code;
    }

    internal static BootstrapState Of(BootstrapAccount account) =>
        account switch
        {
            { ClosedAt: not null } => BootstrapState.Closed,
            { PasswordHash: not null } => BootstrapState.Ready,
            _ => BootstrapState.NotSetUp,
        };

    private string Add(PortalDb db, DateTimeOffset now)
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        db.Add(new BootstrapLink { CodeHash = SessionKey.HashOf(code), ExpiresAt = now + Lasts });
        return code;
    }

    private static AuditEvent Event(DateTimeOffset at, string kind, string words) =>
        new()
        {
            At = at,
            Actor = Actor.Web,
            Kind = kind,
            Words = words,
        };
}
