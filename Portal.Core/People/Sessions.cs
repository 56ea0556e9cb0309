using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>
/// Sessions of browsers, as rows: whoever comes with a key is asked for here at each request, so that a session that was
/// ended has ended wherever its cookie went. Nothing but a hash of the key is stored.
/// </summary>
public sealed class Sessions(
    IDbContextFactory<PortalDb> store,
    CallerReader callers,
    IOptions<BrowserSessionOptions> options,
    TimeProvider time
)
{
    /// <summary>How long a session counts without the sign-in proxy that began it.</summary>
    private static readonly TimeSpan ConfirmationLasts = TimeSpan.FromMinutes(1);

    /// <summary>One has ended in this process; others find it out when they ask.</summary>
    public event Action? Ended;

    /// <param name="how">A sentence for the audit log.</param>
    /// <param name="from">Where it begins, for the person's list of sessions.</param>
    /// <param name="stay">What an identity provider that begins it gave.</param>
    /// <returns>The key, which nobody can read again.</returns>
    public async Task<string> Begin(
        Person person,
        string how,
        CancellationToken stop,
        SessionPlace? from = null,
        ProviderStay? stay = null
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var key = Add(db, person, how, from, stay);
        await db.SaveChangesAsync(stop);
        return key;
    }

    /// <summary>Begins one within the transaction of whoever calls.</summary>
    /// <inheritdoc cref="Begin"/>
    internal string Add(PortalDb db, Person person, string how, SessionPlace? from, ProviderStay? stay = null)
    {
        var key = SessionKey.New();
        var now = time.GetUtcNow();
        db.Add(
            new BrowserSession
            {
                KeyHash = SessionKey.HashOf(key),
                PersonId = person.Id,
                SignIn = options.Value.Mode,
                Browser = from?.Browser ?? "",
                Address = from?.Address ?? "",
                StartedAt = now,
                ExpiresAt = now + options.Value.LongestSession,
                ProvedAt = stay?.ProvedAt,
                Provider = stay?.Provider,
                ProviderSession = stay?.Session,
                Renewal = stay?.Renewal,
                RenewAt = stay?.RenewAt,
            }
        );
        db.Add(Event(person.Handle, "person.signed-in", how));
        return key;
    }

    /// <summary>Who has the session of this key; null when it has ended, or the person's access has.</summary>
    public Task<KnownCaller?> Caller(string key, CancellationToken stop)
    {
        var hash = SessionKey.HashOf(key);
        return Caller(session => session.KeyHash == hash, stop);
    }

    /// <summary>Who has the session of this number, whichever key it has by now.</summary>
    /// <inheritdoc cref="Caller(string, CancellationToken)"/>
    public Task<KnownCaller?> Caller(long id, CancellationToken stop) => Caller(session => session.Id == id, stop);

    /// <summary>Ends a session for good: its person signs out. Nothing happens when it has ended before.</summary>
    public Task End(string key, CancellationToken stop)
    {
        var hash = SessionKey.HashOf(key);
        return End(session => session.KeyHash == hash, who => Event(who, "person.signed-out", "Signed out."), stop);
    }

    /// <summary>Ends the session of this number. False when it had ended before.</summary>
    public Task<bool> End(Actor by, long id, CancellationToken stop) =>
        End(
            session => session.Id == id,
            who => PersonEvent.Of(time.GetUtcNow(), by, "session.ended", who, $"Ended session {id} of {who}."),
            stop
        );

    private async Task<bool> End(
        Expression<Func<BrowserSession, bool>> which,
        Func<string, AuditEvent> recorded,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        if (
            await db.Set<BrowserSession>().Where(which).SingleOrDefaultAsync(s => s.EndedAt == null, stop)
            is not { } open
        )
        {
            return false;
        }

        open.EndedAt = time.GetUtcNow();
        var person = await db.Set<Person>().SingleAsync(p => p.Id == open.PersonId, stop);
        db.Add(recorded(person.Handle));
        await db.SaveChangesAsync(stop);
        Ended?.Invoke();
        return true;
    }

    private Task<KnownCaller?> Caller(Expression<Func<BrowserSession, bool>> which, CancellationToken stop)
    {
        var (now, mode) = (time.GetUtcNow(), options.Value.Mode);
        var oldest = now - ConfirmationLasts;
        return callers.Read(
            db =>
                from session in db.Set<BrowserSession>().Where(which)
                where
                    session.EndedAt == null
                    && session.ExpiresAt > now
                    && session.SignIn == mode
                    && (session.ConfirmedAt == null || session.ConfirmedAt > oldest)
                join person in db.Set<Person>() on session.PersonId equals person.Id
                select new PresentPerson
                {
                    Person = person,
                    Session = session.Id,
                    ProvedAt = session.ProvedAt,
                },
            ActorVia.Page,
            stop
        );
    }

    /// <summary>Rows were ended elsewhere, or one has another key: open pages of this process look at once.</summary>
    public void SomeEnded() => Ended?.Invoke();

    private AuditEvent Event(string handle, string kind, string words) =>
        PersonEvent.Of(time.GetUtcNow(), new Actor(handle, ActorVia.Page), kind, handle, words);
}
