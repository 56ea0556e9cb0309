using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Registries;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.JobCredentials;

/// <summary>
/// How a cluster's stream jobs reach its schema registry and sign in: set, changed, removed. Password and token are write-only: they go to the SQL
/// Gateway that starts a job and nowhere else.
/// </summary>
public sealed class JobRegistryRegistration(
    HttpRegister register,
    IRegistryProbe probe,
    IDbContextFactory<PortalDb> store
)
{
    private const string UrlField = "url";
    private static readonly (string, string) Words = ("job-registry", "schema registry for jobs");

    /// <summary>The endpoints that are set together, of which the <see cref="HttpTag"/> is.</summary>
    public static IReadOnlyList<EndpointKind> Kinds { get; } = [EndpointKind.JobRegistry];

    /// <summary>Connects with what jobs are to sign in with, as far as that can be done from here; stores nothing.</summary>
    public async Task<Outcome<JobAccessFacts>> Test(
        Caller who,
        ClusterId id,
        JobRegistryDraft draft,
        CancellationToken stop
    )
    {
        var own = await Own(id, stop);
        return await register.Test(who, id, [draft.At(own)], at => Ask(at[0], id, own, stop), stop);
    }

    /// <summary>Tests it and stores it. A password or token that isn't given is kept where nothing else changes.</summary>
    /// <param name="seen">The <see cref="HttpTag"/> that the caller saw; null: whatever is there now. Refused when it is another by the end.</param>
    /// <param name="saved">Receives the <see cref="HttpTag"/> of what is stored, before that is committed.</param>
    public async Task<Outcome<JobAccessFacts>> Save(
        Caller who,
        ClusterId id,
        JobRegistryDraft draft,
        string? seen,
        CancellationToken stop,
        Action<string>? saved = null
    )
    {
        var own = await Own(id, stop);
        return await register.Save(
            who,
            id,
            Kinds,
            [draft.At(own)],
            at => Ask(at[0], id, own, stop),
            Words,
            seen,
            saved,
            stop
        );
    }

    /// <summary>Jobs that run go on running; what needs the sign-in can't be started any more.</summary>
    public Task<Outcome<ClusterId>> Remove(Caller who, ClusterId id, CancellationToken stop) =>
        register.Remove(who, id, Kinds, Words, stop);

    private async Task<Outcome<JobAccessFacts>> Ask(HttpAccess at, ClusterId id, string own, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        if (await ClusterRegister.Find(db, id, stop) is not { } cluster)
        {
            return ClusterRegister.NotThere;
        }

        if (own.Length == 0)
        {
            return Refusal.Conflict($"{cluster.Name} has no schema registry. Add that first.");
        }

        var exposed = await GatewayExposure.At(db, cluster, stop);
        return await probe.Ask(at, stop) switch
        {
            Outcome<RegistryFacts>.Done => new JobAccessFacts(null, exposed),
            // Flink may lie in another network than the portal.
            Outcome<RegistryFacts>.Refused({ Fields: { Count: 1 } fields }) when IsElsewhere(at, own, fields) =>
                new JobAccessFacts(fields[UrlField], exposed),
            Outcome<RegistryFacts>.Refused(var why) => why,
            var other => throw new InvalidOperationException(other.GetType().Name),
        };
    }

    private static bool IsElsewhere(HttpAccess at, string own, IReadOnlyDictionary<string, string> fields) =>
        fields.ContainsKey(UrlField) && at.Url.AbsoluteUri.TrimEnd('/') != own;

    // Empty: it has none, which is refused before anybody is connected to.
    private async Task<string> Own(ClusterId id, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await ClusterRegister.Find(db, id, stop) is { } cluster
            ? HttpEntry.Of(cluster, EndpointKind.Registry)?.Addresses ?? ""
            : "";
    }
}
