using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Bootstrap;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>
/// Sessions that a sign-in proxy vouches for. Each request brings what the proxy states of its person; without it a session doesn't count, a
/// minute after the last one it has lapsed, and what is stated otherwise than before gives the roles that the rules give for it.
/// </summary>
public sealed class ProxiedSessions(
    IDbContextFactory<PortalDb> store,
    IdentityJoin join,
    BootstrapClosing closing,
    Sessions sessions,
    TimeProvider time
)
{
    // So that a page with its files isn't a write for each of them.
    private static readonly TimeSpan StaysFresh = TimeSpan.FromSeconds(10);

    /// <returns>The session's key.</returns>
    public async Task<string> Begin(Person person, ProviderAnswer stated, SessionPlace from, CancellationToken stop)
    {
        var key = await sessions.Begin(person, $"Signed in through {stated.Provider}.", stop, from);
        await using var db = await store.CreateDbContextAsync(stop);
        await Keep(db, SessionKey.HashOf(key), Digest(stated), stop);
        return key;
    }

    /// <summary>What comes with one request of a session.</summary>
    /// <param name="stated">Null: it didn't come from the proxy.</param>
    /// <returns>Whether the session counts; true as well for one that no proxy began.</returns>
    public async Task<bool> Confirm(string key, ProviderAnswer? stated, CancellationToken stop)
    {
        var hash = SessionKey.HashOf(key);
        await using var db = await store.CreateDbContextAsync(stop);
        var session = await db.Set<BrowserSession>()
            .AsNoTracking()
            .SingleOrDefaultAsync(s => s.KeyHash == hash && s.EndedAt == null, stop);
        if (session is not { ConfirmedAt: { } confirmed })
        {
            return true;
        }

        if (stated is null)
        {
            return false;
        }

        var digest = Digest(stated);
        if (session.Statement.AsSpan().SequenceEqual(digest))
        {
            if (confirmed + StaysFresh < time.GetUtcNow())
            {
                await Keep(db, hash, digest, stop);
            }

            return true;
        }

        if (!await IdentityJoin.IsOf(db, session.PersonId, stated, stop))
        {
            await sessions.End(key, stop); // somebody else signed in at the proxy
            return false;
        }

        if (await join.Join(stated, stop) is Joined.Welcome(var person))
        {
            await closing.After(person, stop);
        }

        await Keep(db, hash, digest, stop);
        return true;
    }

    private Task Keep(PortalDb db, byte[] hash, byte[] digest, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        return db.Set<BrowserSession>()
            .Where(s => s.KeyHash == hash)
            .ExecuteUpdateAsync(
                set => set.SetProperty(s => s.ConfirmedAt, now).SetProperty(s => s.Statement, digest),
                stop
            );
    }

    // No value of a header has a line break.
    private static byte[] Digest(ProviderAnswer stated) =>
        SHA256.HashData(
            Encoding.UTF8.GetBytes(
                string.Join(
                    '\n',
                    [
                        stated.Subject,
                        stated.Name,
                        stated.Email,
                        .. stated.Claims.Select(c => c.Value).Order(StringComparer.Ordinal),
                    ]
                )
            )
        );
}
