using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.People;

/// <summary>What is known of a key when a request brings it.</summary>
public abstract record KeyState
{
    private KeyState() { }

    /// <summary>Nobody brought it before: do it, then remember the answer.</summary>
    public sealed record First : KeyState;

    /// <summary>The same request was answered: here is the answer again.</summary>
    /// <param name="Headers">Those that say something of the answer.</param>
    public sealed record Answered(int Status, string Body, ImmutableSortedDictionary<string, string> Headers)
        : KeyState;

    /// <summary>The same request is being answered, or its answer was lost with the process that made it.</summary>
    public sealed record UnderWay : KeyState;

    /// <summary>The key was used for another request.</summary>
    public sealed record TakenByAnother : KeyState;
}

/// <summary>Requests that were answered, by person and key: a repeated POST is done once, for as long as the calendar keeps its row.</summary>
public sealed class IdempotencyKeys(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    /// <summary>Carried to its end, whoever leaves meanwhile. Where it fails the key may be taken all the same: <see cref="Forget"/> frees it.</summary>
    public async Task<KeyState> Take(KeyedRequest request)
    {
        await using var db = await store.CreateDbContextAsync(CancellationToken.None);
        var taken = await db.Database.ExecuteSqlAsync(
            $"insert into idempotency_key (person_id, key, request, created_at) values ({request.Person.Value}, {request.Key}, {request.Mark.Sealed}, {time.GetUtcNow()}) on conflict do nothing",
            CancellationToken.None
        );
        return taken == 1 ? new KeyState.First() : await Known(request);
    }

    public async Task Remember(KeyedRequest request, KeyState.Answered answer)
    {
        await using var db = await store.CreateDbContextAsync(CancellationToken.None);
        await Own(db, request)
            .ExecuteUpdateAsync(
                k =>
                    k.SetProperty(x => x.Status, answer.Status)
                        .SetProperty(x => x.Body, answer.Body)
                        .SetProperty(x => x.Headers, answer.Headers),
                CancellationToken.None
            );
    }

    /// <summary>Nothing was done, so the same key may come again. One that another request has taken since stays that one's.</summary>
    public async Task Forget(KeyedRequest request, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await Own(db, request).ExecuteDeleteAsync(stop);
    }

    private async Task<KeyState> Known(KeyedRequest request)
    {
        await using var db = await store.CreateDbContextAsync(CancellationToken.None);
        return await Row(db, request).AsNoTracking().SingleOrDefaultAsync(CancellationToken.None) switch
        {
            null => new KeyState.UnderWay(),
            var row when !request.Mark.IsOf(row.Request) => new KeyState.TakenByAnother(),
            { Status: { } status, Body: { } body } row => new KeyState.Answered(
                status,
                body,
                row.Headers ?? ImmutableSortedDictionary<string, string>.Empty
            ),
            _ => new KeyState.UnderWay(),
        };
    }

    private static IQueryable<IdempotencyKey> Row(PortalDb db, KeyedRequest request) =>
        db.Set<IdempotencyKey>().Where(k => k.PersonId == request.Person && k.Key == request.Key);

    // As it was sealed, which no other request is.
    private static IQueryable<IdempotencyKey> Own(PortalDb db, KeyedRequest request) =>
        Row(db, request).Where(k => k.Request == request.Mark.Sealed);
}
