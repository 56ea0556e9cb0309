using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.JobCredentials;

/// <summary>
/// How a cluster's stream jobs reach its Kafka and sign in: set, changed, removed. The password is write-only: it goes to the SQL Gateway that starts
/// a job and nowhere else.
/// </summary>
public sealed class JobKafkaRegistration(
    IDbContextFactory<PortalDb> store,
    JobKafkaConnectionTest test,
    ISecretSeal seal,
    FreshSignIn signIn,
    TimeProvider clock
)
{
    /// <summary>The endpoints that are set together, of which the <see cref="HttpTag"/> is.</summary>
    public static IReadOnlyList<EndpointKind> Kinds { get; } = [EndpointKind.JobKafka];

    /// <summary>Connects with what jobs are to sign in with, as far as that can be done from here; stores nothing.</summary>
    public Task<Outcome<JobAccessFacts>> Test(Caller who, ClusterId id, JobKafkaDraft draft, CancellationToken stop) =>
        test.Take(who, id, draft, stop);

    /// <summary>Tests it and stores it. A password that isn't given is kept where nothing else changes.</summary>
    /// <param name="seen">The <see cref="HttpTag"/> that the caller saw; null: whatever is there now. Refused when it is another by the end.</param>
    /// <param name="saved">Receives the <see cref="HttpTag"/> of what is stored, before that is committed.</param>
    public async Task<Outcome<JobAccessFacts>> Save(
        Caller who,
        ClusterId id,
        JobKafkaDraft draft,
        string? seen,
        CancellationToken stop,
        Action<string>? saved = null
    )
    {
        seen ??= await Tag(id, stop);
        // An address that isn't given is the cluster's, as it was tested.
        var own = await Tag(id, stop, EndpointKind.Kafka);
        var tested = await test.Take(who, id, draft, stop);
        if (tested is not Outcome<JobAccessFacts>.Done(var facts))
        {
            return tested;
        }

        return await ClusterRegister.Edit<JobAccessFacts>(
            store,
            signIn,
            who,
            id,
            async (db, cluster) =>
            {
                // What was tested, and what the caller knows, is something else by now.
                if (seen != HttpTag.Of(cluster, Kinds) || own != HttpTag.Of(cluster, [EndpointKind.Kafka]))
                {
                    return ClusterTag.Changed;
                }

                var endpoint = await Write(db, cluster, draft, stop);
                saved?.Invoke(HttpTag.Of(cluster, Kinds));
                db.Add(JobKafkaEvent.Saved(clock.GetUtcNow(), who, cluster, endpoint));
                return facts;
            },
            stop
        );
    }

    /// <summary>Jobs that run go on running; what needs the sign-in can't be started any more.</summary>
    public async Task<Outcome<ClusterId>> Remove(Caller who, ClusterId id, CancellationToken stop)
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
                if (HttpEntry.Of(cluster, EndpointKind.JobKafka) is not { } known)
                {
                    return Refusal.NotFound($"{cluster.Name} has no Kafka for jobs.");
                }

                await ClusterRegister.EraseSecret(db, known.SecretId, clock.GetUtcNow(), stop);
                db.Remove(known);
                db.Add(JobKafkaEvent.Removed(clock.GetUtcNow(), who, cluster, known));
                return id;
            },
            stop
        );
    }

    private async Task<Endpoint> Write(PortalDb db, Cluster cluster, JobKafkaDraft draft, CancellationToken stop)
    {
        var endpoint = HttpEntry.Of(cluster, EndpointKind.JobKafka);
        if (endpoint is null)
        {
            endpoint = new Endpoint { Kind = EndpointKind.JobKafka, Addresses = "" };
            cluster.Endpoints.Add(endpoint);
        }

        var wanted = draft.At(cluster);
        ClusterEntry.Write(endpoint, wanted);
        endpoint.PasswordReference = ClusterRegister.Blank(draft.PasswordReference);
        if (endpoint.PasswordReference is null)
        {
            await ClusterEntry.WriteSecret(db, endpoint, wanted, seal, clock.GetUtcNow(), stop);
        }
        else
        {
            await ClusterRegister.EraseSecret(db, endpoint.SecretId, clock.GetUtcNow(), stop);
            endpoint.SecretId = null;
        }

        return endpoint;
    }

    private async Task<string?> Tag(ClusterId id, CancellationToken stop, EndpointKind of = EndpointKind.JobKafka)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await ClusterRegister.Find(db, id, stop) is { } cluster ? HttpTag.Of(cluster, [of]) : null;
    }
}
