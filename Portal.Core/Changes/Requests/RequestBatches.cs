using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Changes.Requests;

/// <summary>A resource as lists show it, where one is chosen to request something of it.</summary>
/// <param name="Cluster">The cluster's name.</param>
/// <param name="Environment">The environment's name.</param>
public sealed record PlacedResource(ResourceKind Kind, string Cluster, string Environment, string Name);

/// <summary>Requests the same of several resources at once: a change for each environment, and all of them or none.</summary>
public sealed class RequestBatches(
    IDbContextFactory<PortalDb> store,
    ChangeRequests requests,
    IOptions<RequestOptions> limits
)
{
    /// <param name="operation">One that needs no spec.</param>
    /// <param name="owner">The name of the team that is to own them.</param>
    /// <returns>The changes, each of one environment and of at most as many resources as a change holds.</returns>
    public async Task<Outcome<IReadOnlyList<ChangeId>>> Submit(
        Caller who,
        ResourceOperation operation,
        IReadOnlyList<PlacedResource> resources,
        string owner,
        string reason,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        var changes = new List<ChangeId>();
        foreach (
            var together in resources
                .GroupBy(resource => resource.Environment, StringComparer.Ordinal)
                .SelectMany(placed => placed.Chunk(limits.Value.MostResources))
        )
        {
            var drafts = together.Select(r => new ResourceDraft(r.Kind, operation, r.Cluster, r.Name, null));
            switch (await requests.Submit(db, who, new ChangeDraft("", reason, owner, [.. drafts]), stop))
            {
                case Outcome<ChangeId>.Refused(var why):
                    return Named(why, together);
                case Outcome<ChangeId>.Done(var id):
                    changes.Add(id);
                    break;
            }
        }

        await transaction.CommitAsync(stop);
        return new Outcome<IReadOnlyList<ChangeId>>.Done(changes);
    }

    // Nobody sees the fields of these requests: which of the resources it is stands in the words.
    private static Refusal Named(Refusal why, PlacedResource[] together)
    {
        if (why.Fields is not { } fields)
        {
            return why;
        }

        var named = together.SelectMany(
            (r, i) =>
                fields.Where(field => IsOf(field.Key, i)).Select(field => $"{r.Name} on {r.Cluster}: {field.Value}")
        );
        var others = fields.Where(field => !together.Index().Any(r => IsOf(field.Key, r.Index)));
        return new(why.Kind, string.Join(' ', others.Select(field => field.Value).Concat(named)));
    }

    private static bool IsOf(string field, int place) =>
        field.StartsWith($"resources[{place}].", StringComparison.Ordinal);
}
