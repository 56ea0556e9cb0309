using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People;

/// <summary>What a token may be used for; a person's own permissions bound it further.</summary>
public static class TokenScopes
{
    public const string Read = "read";
    public const string Write = "write";
    public static readonly string[] All = [Read, Write];
}

/// <summary>A token known again: its number, whose it is, and what it may be used for.</summary>
public sealed record KnownToken(long Id, KnownCaller Owner, string[] Scopes);

/// <summary>API tokens: made once and shown once; the store keeps a hash, an expiry, the last use and the end.</summary>
public sealed class ApiTokens(
    IDbContextFactory<PortalDb> store,
    CallerReader callers,
    TokenLife life,
    RecognisedTokens recognised,
    TimeProvider time
)
{
    private static readonly TimeSpan UseIsNotedEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan AnotherAddressIsNotedEvery = TimeSpan.FromSeconds(1);
    private static readonly Refusal Unknown = Refusal.Denied("The token isn't known, has expired, or was revoked.");
    private static readonly Refusal AccountDisabled = Refusal.Denied(
        "The Portal service account of this token is disabled. Its team's owners and approvers, or platform engineers, can enable it."
    );

    /// <param name="maker">The token that asks for it, and that it won't outlive; null when a person does.</param>
    /// <returns>The token itself (nobody can read it again) and what is shown of it.</returns>
    public async Task<(string Plain, TokenRow Row)> Issue(
        Actor by,
        PersonId person,
        string name,
        TimeSpan length,
        string[] scopes,
        CancellationToken stop,
        ApiToken? maker = null
    )
    {
        var (plain, row) = life.Begin(person, name, length, scopes, maker);
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        db.Add(row);
        await db.SaveChangesAsync(stop); // the store gives out the id
        var issued = await TokenList.Stored(db, life, row.Id, stop);
        var how = maker is null ? "" : $" with token {maker.Id} (“{maker.Name}”)";
        var words =
            $"Created token {row.Id} (“{name}”) of {issued.Person}{how}, with scopes {string.Join(", ", scopes)}, valid until {UtcTime.InWords(row.ExpiresAt)}.";
        db.Add(Event(by, "token.issued", name, words));
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        recognised.Note(plain, recognised: true);
        return (plain, issued);
    }

    /// <param name="from">The address it comes from; null: not known.</param>
    /// <returns>Whose it is; or why not, when it isn't a token, or it has ended, or its person has, or its account is disabled.</returns>
    public async Task<Outcome<KnownToken>> Recognise(string plain, string? from, CancellationToken stop)
    {
        if (BearerToken.HashOf(plain) is not { } hash)
        {
            return Unknown;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var now = time.GetUtcNow();
        var row = await life.Working(db).AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash, stop);
        if (row is null)
        {
            return Unknown;
        }

        if (await callers.Of(row.PersonId, ActorVia.Token, stop, row.CreatedBy, row.CoAuthors) is not { } owner)
        {
            return row.CreatedBy is null ? Unknown : AccountDisabled;
        }

        var notedEvery = row.LastUsedFrom == (from ?? "") ? UseIsNotedEvery : AnotherAddressIsNotedEvery;
        if (row.LastUsedAt is null || now - row.LastUsedAt > notedEvery)
        {
            await db.Set<ApiToken>()
                .Where(t => t.Id == row.Id)
                .ExecuteUpdateAsync(
                    t => t.SetProperty(x => x.LastUsedAt, now).SetProperty(x => x.LastUsedFrom, from ?? ""),
                    stop
                );
        }

        return new KnownToken(row.Id, owner.By(row.Id), row.Scopes);
    }

    /// <summary>Null when it doesn't work any more.</summary>
    public async Task<ApiToken?> Find(long id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await life.Working(db).AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, stop);
    }

    /// <summary>How many of the person's tokens still work.</summary>
    public async Task<int> Working(PersonId person, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await life.Working(db).CountAsync(t => t.PersonId == person, stop);
    }

    /// <summary>Ends a token at once. False when the person has no such token that works.</summary>
    public async Task<bool> Revoke(Actor by, PersonId person, long token, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var row = await life.Working(db).SingleOrDefaultAsync(t => t.Id == token && t.PersonId == person, stop);
        if (row is null)
        {
            return false;
        }

        row.RevokedAt = time.GetUtcNow();
        var owner = await db.Set<Person>()
            .Where(p => p.Id == person)
            .Select(p => new { p.Handle, IsAccount = p.OwnerTeamId != null })
            .SingleAsync(stop);
        var (kind, subject) = owner.IsAccount ? (AccountRevoked, owner.Handle) : ("token.revoked", row.Name);
        db.Add(Event(by, kind, subject, RevokedInWords(row, owner.Handle)));
        await db.SaveChangesAsync(stop);
        return true;
    }

    internal const string AccountRevoked = "account.token-revoked";

    internal static string RevokedInWords(ApiToken token, string owner) =>
        $"Revoked token {token.Id} (“{token.Name}”) of {owner}.";

    private AuditEvent Event(Actor by, string kind, string subject, string words) =>
        new()
        {
            At = time.GetUtcNow(),
            Actor = by,
            Kind = kind,
            Subject = subject,
            Words = words,
        };
}
