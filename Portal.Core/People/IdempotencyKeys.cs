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
    public async Task<KeyState> Take(PersonId person, string key, RequestMark request, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var taken = await db.Database.ExecuteSqlAsync(
            $"insert into idempotency_key (person_id, key, request, created_at) values ({person.Value}, {key}, {request.Sealed}, {time.GetUtcNow()}) on conflict do nothing",
            stop
        );
        return taken == 1 ? new KeyState.First() : await Known(person, key, request, stop);
    }

    public async Task Remember(PersonId person, string key, KeyState.Answered answer)
    {
        await using var db = await store.CreateDbContextAsync(CancellationToken.None);
        await Row(db, person, key)
            .ExecuteUpdateAsync(
                k =>
                    k.SetProperty(x => x.Status, answer.Status)
                        .SetProperty(x => x.Body, answer.Body)
                        .SetProperty(x => x.Headers, answer.Headers),
                CancellationToken.None
            );
    }

    /// <summary>Nothing was done, so the same key may come again.</summary>
    public async Task Forget(PersonId person, string key)
    {
        await using var db = await store.CreateDbContextAsync(CancellationToken.None);
        await Row(db, person, key).ExecuteDeleteAsync(CancellationToken.None);
    }

    private async Task<KeyState> Known(PersonId person, string key, RequestMark request, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await Row(db, person, key).AsNoTracking().SingleOrDefaultAsync(stop) switch
        {
            null => new KeyState.UnderWay(),
            var row when !request.IsOf(row.Request) => new KeyState.TakenByAnother(),
            { Status: { } status, Body: { } body } row => new KeyState.Answered(
                status,
                body,
                row.Headers ?? ImmutableSortedDictionary<string, string>.Empty
            ),
            _ => new KeyState.UnderWay(),
        };
    }

    private static IQueryable<IdempotencyKey> Row(PortalDb db, PersonId person, string key) =>
        db.Set<IdempotencyKey>().Where(k => k.PersonId == person && k.Key == key);
}
