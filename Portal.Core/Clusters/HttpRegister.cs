using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Clusters;

/// <summary>What registering an engine with an HTTP API needs, whichever it is.</summary>
public sealed class HttpRegister(
    IDbContextFactory<PortalDb> store,
    ISecretSeal seal,
    ClusterReach reach,
    FreshSignIn signIn,
    TimeProvider clock
)
{
    /// <summary>Connects and says what is there; stores nothing.</summary>
    internal async Task<Outcome<TFacts>> Test<TFacts>(
        Caller who,
        ClusterId id,
        IReadOnlyList<HttpDraft> drafts,
        Func<IReadOnlyList<HttpAccess>, Task<Outcome<TFacts>>> ask,
        CancellationToken stop
    )
    {
        var permission = Authority.May(who, new CallerAction.ManageClusters());
        if (!permission.Granted)
        {
            return Refusal.Denied(permission.Words);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        if (await ClusterRegister.Find(db, id, stop) is not { } cluster)
        {
            return ClusterRegister.NotThere;
        }

        return await HttpConnectionTest.Of(db, cluster, drafts, reach, clock.GetUtcNow(), stop) switch
        {
            Outcome<List<HttpAccess>>.Done(var access) => await ask(access),
            Outcome<List<HttpAccess>>.Refused(var why) => why,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    /// <summary>Tests endpoints and stores them if they answered; a kind that isn't among the drafts is removed.</summary>
    /// <param name="seen">The <see cref="HttpTag"/> that the caller saw; null: whatever is there when this begins.</param>
    /// <param name="saved">Receives the <see cref="HttpTag"/> of what is stored, before that is committed.</param>
    internal async Task<Outcome<TFacts>> Save<TFacts>(
        Caller who,
        ClusterId id,
        IReadOnlyList<EndpointKind> kinds,
        IReadOnlyList<HttpDraft> drafts,
        Func<IReadOnlyList<HttpAccess>, Task<Outcome<TFacts>>> ask,
        (string Event, string Noun) words,
        string? seen,
        Action<string>? saved,
        CancellationToken stop
    )
    {
        seen ??= await Tag(id, kinds, stop);
        var tested = await Test(who, id, drafts, ask, stop);
        if (tested is not Outcome<TFacts>.Done(var facts))
        {
            return tested;
        }

        return await ClusterRegister.Edit<TFacts>(
            store,
            signIn,
            who,
            id,
            async (db, cluster) =>
            {
                // What was tested, and what the caller knows, is something else by now: a secret of somebody else would be erased.
                if (seen != HttpTag.Of(cluster, kinds))
                {
                    return ClusterTag.Changed;
                }

                if (await EngineRuns.Obstacle(db, who, cluster, kinds, drafts, stop) is { } held)
                {
                    return held;
                }

                foreach (var draft in drafts)
                {
                    await HttpEntry.Write(db, cluster, draft, seal, clock.GetUtcNow(), stop);
                }

                var stored = drafts.Select(d => d.Kind).ToList();
                await HttpEntry.Drop(db, cluster, kinds.Except(stored), clock.GetUtcNow(), stop);
                saved?.Invoke(HttpTag.Of(cluster, kinds.Intersect(stored)));
                db.Add(HttpEvent.Saved(clock.GetUtcNow(), who, cluster, words, drafts[0]));
                return facts;
            },
            stop
        );
    }

    private async Task<string?> Tag(ClusterId id, IReadOnlyList<EndpointKind> kinds, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await ClusterRegister.Find(db, id, stop) is { } cluster ? HttpTag.Of(cluster, kinds) : null;
    }

    internal async Task<Outcome<ClusterId>> Remove(
        Caller who,
        ClusterId id,
        IReadOnlyList<EndpointKind> kinds,
        (string Event, string Noun) words,
        CancellationToken stop
    )
    {
        var permission = Authority.May(who, new CallerAction.ManageClusters());
        if (!permission.Granted)
        {
            return Refusal.Denied(permission.Words);
        }

        return await ClusterRegister.Edit<ClusterId>(
            store,
            signIn,
            who,
            id,
            async (db, cluster) =>
            {
                if (HttpEntry.Of(cluster, kinds[0]) is null)
                {
                    return Refusal.NotFound($"{cluster.Name} has no {words.Noun}.");
                }

                if (await EngineRuns.Obstacle(db, who, cluster, kinds, [], stop) is { } held)
                {
                    return held;
                }

                await HttpEntry.Drop(db, cluster, kinds, clock.GetUtcNow(), stop);
                db.Add(HttpEvent.Removed(clock.GetUtcNow(), who, cluster, words));
                return id;
            },
            stop
        );
    }
}
