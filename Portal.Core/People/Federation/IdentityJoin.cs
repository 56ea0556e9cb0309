using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>Who somebody who proved who they are at a provider is here.</summary>
public abstract record Joined(Person Person)
{
    /// <summary>May come in.</summary>
    public sealed record Welcome(Person Person) : Joined(Person);

    /// <summary>Known, but no rule gives them any role.</summary>
    public sealed record WithoutRole(Person Person) : Joined(Person);

    public sealed record Disabled(Person Person) : Joined(Person);
}

/// <summary>
/// Finds the person of an identity, or adds one at the first sign-in, and gives the roles that the rules give for what the
/// provider says now. What it doesn't say any more is taken away.
/// </summary>
public sealed class IdentityJoin(
    IDbContextFactory<PortalDb> store,
    ConfiguredProviders providers,
    IOptions<FederationOptions> options,
    TimeProvider time
)
{
    /// <param name="by">Who brings the answer; null: the person, by signing in.</param>
    public async Task<Joined> Join(ProviderAnswer answer, CancellationToken stop, Actor? by = null)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var identity = await Identity(db, answer, stop);
        (identity.Provider, identity.Email) = (answer.Provider, answer.Email ?? identity.Email);
        (identity.SignedInAt, identity.AccessEndsAt) = SignIn();
        await Replace(db, identity, answer.Claims, stop);
        var person = await db.Set<Person>().SingleAsync(p => p.Id == identity.PersonId, stop);
        person.Name = answer.Name;
        await db.SaveChangesAsync(stop);
        var before = await HeldRole.Of(db, person.Id, stop);
        await RuleMatches.Apply(db, providers, person.Id, stop);
        var roles = await HeldRole.Of(db, person.Id, stop);
        foreach (var (_, words) in HeldRole.Changes(before, roles))
        {
            db.Add(Event(person, "person.roles-changed", words, by));
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return person.DisabledAt is not null ? new Joined.Disabled(person)
            : roles.Exists(role => !role.IsElevation) ? new Joined.Welcome(person)
            : new Joined.WithoutRole(person);
    }

    /// <summary>Whether a provider's answer is about this person.</summary>
    internal static Task<bool> IsOf(PortalDb db, PersonId person, ProviderAnswer stated, CancellationToken stop) =>
        db.Set<ExternalIdentity>()
            .AnyAsync(i => i.PersonId == person && i.Issuer == stated.Issuer && i.Subject == stated.Subject, stop);

    private async Task<ExternalIdentity> Identity(PortalDb db, ProviderAnswer answer, CancellationToken stop)
    {
        if (
            await db.Set<ExternalIdentity>()
                .SingleOrDefaultAsync(i => i.Issuer == answer.Issuer && i.Subject == answer.Subject, stop) is
            { } known
        )
        {
            return known;
        }

        var handles = await db.Set<Person>().Select(p => p.Handle).ToListAsync(stop);
        var person = new Person
        {
            Handle = NewHandle.From(answer.Username, handles.ToHashSet(StringComparer.Ordinal)),
            Name = answer.Name,
        };
        db.Add(person);
        db.Add(Event(person, "person.joined", $"Joined through {answer.Provider}, at the first sign-in."));
        await db.SaveChangesAsync(stop); // the store gives out the id that the identity names
        var (now, end) = SignIn();
        var identity = new ExternalIdentity
        {
            Provider = answer.Provider,
            Issuer = answer.Issuer,
            Subject = answer.Subject,
            PersonId = person.Id,
            SignedInAt = now,
            AccessEndsAt = end,
        };
        db.Add(identity);
        await db.SaveChangesAsync(stop);
        return identity;
    }

    private (DateTimeOffset At, DateTimeOffset AccessEndsAt) SignIn()
    {
        var now = time.GetUtcNow();
        return (now, now + options.Value.AccessLasts);
    }

    private static async Task Replace(
        PortalDb db,
        ExternalIdentity identity,
        IReadOnlyCollection<ClaimValue> claims,
        CancellationToken stop
    )
    {
        var before = await db.Set<IdentityClaim>().Where(c => c.IdentityId == identity.Id).ToListAsync(stop);
        var now = claims.Where(c => c.CanBeNamed).ToHashSet();
        db.RemoveRange(before.Where(c => !now.Contains(new ClaimValue(c.Claim, c.Value))));
        now.ExceptWith(before.Select(c => new ClaimValue(c.Claim, c.Value)));
        db.AddRange(
            now.Select(c => new IdentityClaim
            {
                IdentityId = identity.Id,
                Claim = c.Claim,
                Value = c.Value,
            })
        );
    }

    private AuditEvent Event(Person person, string kind, string words, Actor? by = null) =>
        PersonEvent.Of(time.GetUtcNow(), by ?? new Actor(person.Handle, ActorVia.Page), kind, person.Handle, words);
}
