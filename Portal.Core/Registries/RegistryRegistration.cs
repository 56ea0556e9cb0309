using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Registries;

/// <summary>
/// The schema registry of a cluster: added, changed, removed. Nothing is stored that didn't answer. Password, token and key are write-only.
/// </summary>
public sealed class RegistryRegistration(HttpRegister register, IRegistryProbe probe, IDbContextFactory<PortalDb> store)
{
    private static readonly (string, string) Words = ("registry", "schema registry");

    /// <summary>The endpoints that are set together, of which the <see cref="HttpTag"/> is.</summary>
    public static IReadOnlyList<EndpointKind> Kinds { get; } = [EndpointKind.Registry];

    /// <summary>Connects and says what is there; stores nothing.</summary>
    public Task<Outcome<RegistryFacts>> Test(Caller who, ClusterId id, RegistryDraft draft, CancellationToken stop) =>
        register.Test(who, id, draft.Endpoints(), at => Ask(at[0], id, stop), stop);

    /// <summary>Tests a registry and stores it if it answered. A password, token or key that isn't given is kept where nothing else changes.</summary>
    /// <param name="seen">The <see cref="HttpTag"/> that the caller saw; null: whatever is there now. Refused when it is another by the end.</param>
    /// <param name="saved">Receives the <see cref="HttpTag"/> of what is stored, before that is committed.</param>
    public async Task<Outcome<RegistryFacts>> Save(
        Caller who,
        ClusterId id,
        RegistryDraft draft,
        string? seen,
        CancellationToken stop,
        Action<string>? saved = null
    ) =>
        await JobsElsewhere(id, draft, stop) is { } no
            ? no
            : await register.Save(
                who,
                id,
                Kinds,
                draft.Endpoints(),
                at => Ask(at[0], id, stop),
                Words,
                seen,
                saved,
                stop
            );

    // Jobs would go on writing ids of the former registry into records, which the new one doesn't know.
    private async Task<Refusal?> JobsElsewhere(ClusterId id, RegistryDraft draft, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var cluster = await ClusterRegister.Find(db, id, stop);
        return
            cluster is not null
            && HttpEntry.Of(cluster, EndpointKind.JobRegistry) is not null
            && HttpEntry.Of(cluster, EndpointKind.Registry)?.Addresses != draft.Endpoints()[0].Address
            ? Refusal.Conflict(
                $"The stream jobs of {cluster.Name} have an entry of their own for the registry at the former address. Remove the schema registry for jobs first, and set it again for the new one."
            )
            : null;
    }

    private async Task<Outcome<RegistryFacts>> Ask(HttpAccess access, ClusterId id, CancellationToken stop)
    {
        var answer = await probe.Ask(access, stop);
        if (answer is not Outcome<RegistryFacts>.Done(var facts))
        {
            return answer;
        }

        await using var db = await store.CreateDbContextAsync(stop);
        var address = access.Url.AbsoluteUri.TrimEnd('/');
        return facts with { AlsoServes = await SharedRegistries.At(db, address, id, stop) };
    }

    /// <summary>Its subjects stay as they are; their changes can't be planned any more. How jobs reach it goes with it.</summary>
    public Task<Outcome<ClusterId>> Remove(Caller who, ClusterId id, CancellationToken stop) =>
        register.Remove(who, id, [EndpointKind.Registry, EndpointKind.JobRegistry], Words, stop);
}
