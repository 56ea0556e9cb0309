using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Bootstrap;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People;

/// <summary>A caller with the person's number, which keys and tokens go by.</summary>
public sealed record KnownCaller(PersonId Id, Caller Caller)
{
    /// <summary>Has no role, and neither number nor handle of anybody in the store.</summary>
    public static readonly KnownCaller Nobody = new(
        new PersonId(0),
        new Caller(new Actor("", ActorVia.Service), "Nobody", [])
    );

    /// <summary>The same by a key that shows no later proof than this of who they are.</summary>
    public KnownCaller Proved(DateTimeOffset? at) => this with { Caller = Caller with { ProvedAt = at } };

    /// <summary>The same by the token of this number.</summary>
    internal KnownCaller By(long token) =>
        this with
        {
            Caller = Caller with { Actor = Caller.Actor with { Token = token } },
        };
}

/// <summary>Somebody who acts, and in which session.</summary>
internal sealed record PresentPerson
{
    public required Person Person { get; init; }

    /// <summary>Its number; null: in none.</summary>
    public long? Session { get; init; }

    /// <summary>When they had proved who they are in it; null: no identity provider began it.</summary>
    public DateTimeOffset? ProvedAt { get; init; }
}

/// <summary>
/// Reads what a person is now. Nothing is kept between questions: a role taken away counts at the next one. An elevation counts where its person signed
/// in, and not for their tokens: one that lies in a script would gain by it unseen.
/// </summary>
public sealed class CallerReader(IDbContextFactory<PortalDb> store)
{
    /// <summary>
    /// Null when there is no such person, or the person was disabled, or signs in at a provider and has no role left, or
    /// hasn't signed in for too long.
    /// </summary>
    /// <param name="onBehalfOf">The handle of who created the token of a service account: what it requests is theirs as well.</param>
    /// <param name="coAuthors">The handles of whose it is besides.</param>
    public Task<KnownCaller?> Of(
        PersonId id,
        ActorVia via,
        CancellationToken stop,
        string? onBehalfOf = null,
        string[]? coAuthors = null
    ) =>
        Read(
            db => db.Set<Person>().Where(p => p.Id == id).Select(p => new PresentPerson { Person = p }),
            via,
            stop,
            onBehalfOf,
            coAuthors
        );

    internal async Task<KnownCaller?> Read(
        Func<PortalDb, IQueryable<PresentPerson>> whom,
        ActorVia via,
        CancellationToken stop,
        string? onBehalfOf = null,
        string[]? coAuthors = null
    )
    {
        string[] others = [.. (coAuthors ?? []).Append(onBehalfOf).OfType<string>()];
        await using var db = await store.CreateDbContextAsync(stop);
        var found = await whom(db)
            .Where(w => db.Set<PersonWithAccess>().Any(a => a.PersonId == w.Person.Id))
            .Select(w => new
            {
                w.Person.Id,
                w.Person.Handle,
                w.Person.Name,
                w.Person.OwnerTeamId,
                w.Session,
                w.ProvedAt,
                IsBootstrap = db.Set<BootstrapAccount>()
                    .Any(a =>
                        db.Set<Person>()
                            .Any(b => b.Id == a.PersonId && (b.Id == w.Person.Id || others.Contains(b.Handle)))
                    ),
                Memberships = db.Set<Membership>()
                    .Where(m => m.PersonId == w.Person.Id && (!m.IsElevation || via != ActorVia.Token))
                    .ToList(),
                Scoped = db.Set<ScopedRole>().Where(r => r.PersonId == w.Person.Id).ToList(),
            })
            .SingleOrDefaultAsync(stop);
        return found is null
            ? null
            : new KnownCaller(
                found.Id,
                new Caller(new Actor(found.Handle, via, onBehalfOf), found.Name, found.Memberships)
                {
                    Scoped = found.Scoped,
                    CoAuthors = coAuthors ?? [],
                    IsServiceAccount = found.OwnerTeamId is not null,
                    IsBootstrap = found.IsBootstrap,
                    Session = found.Session,
                    ProvedAt = found.ProvedAt,
                }
            );
    }
}
