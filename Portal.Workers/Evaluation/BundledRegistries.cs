using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.Registries;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Workers.Evaluation;

/// <summary>
/// The schema registries of the bundled clusters. One that somebody removed or set to another address stays so; one that
/// moved to another port is followed.
/// </summary>
public sealed class BundledRegistries(IDbContextFactory<PortalDb> store, RegistryRegistration registration)
{
    /// <returns>What is still missing; null once it is registered, or is not to be.</returns>
    public async Task<string?> Register(Caller who, ClusterId cluster, string url, CancellationToken stop)
    {
        if (url.Length == 0 || !await IsWanted(who.Actor, cluster, url, stop))
        {
            return null;
        }

        var saved = await registration.Save(who, cluster, new RegistryDraft(url), stop);
        return saved is Outcome<RegistryFacts>.Refused(var why) ? why.Words : null;
    }

    private async Task<bool> IsWanted(Actor setup, ClusterId cluster, string url, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var last = await db.Set<AuditEvent>()
            .Where(e => e.ClusterId == cluster && e.Kind.StartsWith("registry."))
            .OrderByDescending(e => e.Id)
            .Select(e => new { e.Kind, e.Actor })
            .FirstOrDefaultAsync(stop);
        if (last is null)
        {
            return true;
        }

        var known = await db.Set<Cluster>()
            .Where(c => c.Id == cluster)
            .SelectMany(c => c.Endpoints)
            .Where(e => e.Kind == EndpointKind.Registry)
            .Select(e => e.Addresses)
            .FirstOrDefaultAsync(stop);
        return last.Kind == "registry.saved" && last.Actor == setup && known != url;
    }
}
