using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Health;
using Portal.Core.Store;

namespace Portal.Workers.Planning;

/// <summary>
/// Where no readings are kept: any group of the cluster may read the topic, and that it was quiet is not known. Never
/// taken for "nobody reads it".
/// </summary>
public sealed class UnreadReaders(IDbContextFactory<PortalDb> store) : ITopicReaders
{
    public async Task<ImmutableArray<ReaderEvidence>> Of(ClusterId cluster, string topic, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var groups = await db
            .SeenGroups.AsNoTracking()
            .Where(g => g.ClusterId == cluster && g.GoneAt == null)
            .OrderBy(g => g.Name)
            .ToListAsync(stop);
        return [.. groups.Select(g => new ReaderEvidence(g.Name, g.Members, null, HasGap: true))];
    }
}
