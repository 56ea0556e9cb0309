using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.People.Bootstrap;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>A session whose provider is to be asked again.</summary>
/// <param name="Renewal">The refresh token, sealed.</param>
public sealed record DueRenewal(long Session, PersonId Person, string Provider, byte[] Renewal);

/// <summary>Sessions that an identity provider confirms again while they last, or doesn't.</summary>
public sealed class SessionRenewals(
    IDbContextFactory<PortalDb> store,
    IdentityJoin join,
    BootstrapClosing closing,
    Sessions sessions,
    ConfiguredProviders providers,
    IOptions<FederationOptions> options,
    TimeProvider time
)
{
    // Meanwhile no other web node asks for the same session.
    private static readonly TimeSpan AskingTakes = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TriedAgainAfter = TimeSpan.FromMinutes(1);

    /// <summary>When a provider that has just answered is asked again.</summary>
    public DateTimeOffset Next => time.GetUtcNow() + options.Value.RenewEvery;

    /// <summary>Sessions that a provider is to be asked about now. Whoever takes one asks, and nobody else does meanwhile.</summary>
    /// <param name="provider">Its key; null: sessions of all that aren't configured any more.</param>
    public async Task<IReadOnlyList<DueRenewal>> Take(string? provider, int most, CancellationToken stop)
    {
        string[] keys = provider is null ? [.. providers.Keys] : [provider];
        var isOfThem = provider is not null;
        var (now, again) = (time.GetUtcNow(), time.GetUtcNow() + AskingTakes);
        await using var db = await store.CreateDbContextAsync(stop);
        // An array is made once; what stands behind "in" may be looked for again for each row, and then passes those it has locked.
        var taken = await db.Set<BrowserSession>()
            .FromSql(
                $"""
                update browser_session set renew_at = {again}
                where id = any (array(
                    select id from browser_session
                    where ended_at is null and renew_at <= {now} and expires_at > {now} and renewal is not null
                        and (provider = any ({keys})) = {isOfThem}
                    order by renew_at limit {most} for update skip locked
                ))
                returning *
                """
            )
            .AsNoTracking()
            .ToListAsync(stop);
        return taken.ConvertAll(s => new DueRenewal(s.Id, s.PersonId, s.Provider!, s.Renewal!));
    }

    /// <summary>The provider has confirmed the session.</summary>
    /// <param name="renewal">What it is asked with next.</param>
    /// <returns>The session as it is now; null when its person signed in again meanwhile, or it has ended.</returns>
    public async Task<DueRenewal?> Confirm(DueRenewal answered, byte[] renewal, CancellationToken stop)
    {
        var next = Next;
        await using var db = await store.CreateDbContextAsync(stop);
        var confirmed = await Of(db, answered)
            .ExecuteUpdateAsync(
                set => set.SetProperty(s => s.Renewal, renewal).SetProperty(s => s.RenewAt, next),
                stop
            );
        return confirmed == 0 ? null : answered with { Renewal = renewal };
    }

    /// <summary>The provider didn't answer: the session goes on, and it is asked again in a minute.</summary>
    public async Task Later(DueRenewal unanswered, CancellationToken stop)
    {
        var next = time.GetUtcNow() + TriedAgainAfter;
        await using var db = await store.CreateDbContextAsync(stop);
        // Whichever token it has by now: the provider may have answered in part.
        await db.Set<BrowserSession>()
            .Where(s => s.Id == unanswered.Session && s.RenewAt > next)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.RenewAt, next), stop);
    }

    /// <summary>What the provider states of the person by now: the roles that the rules give for it count from here on.</summary>
    public async Task Restate(DueRenewal confirmed, ProviderAnswer stated, CancellationToken stop)
    {
        await using (var db = await store.CreateDbContextAsync(stop))
        {
            if (!await IdentityJoin.IsOf(db, confirmed.Person, stated, stop))
            {
                await NoLonger(confirmed, $"{stated.Provider} confirmed somebody else's.", stop);
                return;
            }
        }

        if (await join.Join(stated, stop, Actor.Web) is Joined.Welcome(var person))
        {
            await closing.After(person, stop);
        }
        else
        {
            sessions.SomeEnded(); // nobody without a role has a session
        }
    }

    /// <summary>The provider doesn't vouch for the session any more: it ends, unless its person has proved meanwhile who they are.</summary>
    /// <param name="why">As the audit log has it, after a colon.</param>
    public async Task NoLonger(DueRenewal answered, string why, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var ended = await Of(db, answered).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), stop);
        if (ended == 0)
        {
            return;
        }

        var handle = await db.Set<Person>().Where(p => p.Id == answered.Person).Select(p => p.Handle).SingleAsync(stop);
        db.Add(
            PersonEvent.Of(
                now,
                Actor.Web,
                "session.ended",
                handle,
                $"Ended session {answered.Session} of {handle}: {why}"
            )
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        sessions.SomeEnded();
    }

    // A session whose person has signed in again meanwhile has another refresh token, and isn't meant.
    private static IQueryable<BrowserSession> Of(PortalDb db, DueRenewal due) =>
        db.Set<BrowserSession>().Where(s => s.Id == due.Session && s.Renewal == due.Renewal && s.EndedAt == null);
}
