using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>Jobs out of what was last seen of their Flink, for previews.</summary>
public sealed class JobPreview(IDbContextFactory<PortalDb> store) : IPreviewReader
{
    private const string FoundLater = "the newest savepoint or checkpoint that is found then";

    public ResourceKind Kind => JobKind.Word;

    public async Task<PreviewState> Read(ClusterId cluster, IReadOnlyCollection<string> names, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var runs = await db.Set<SeenJob>()
            .AsNoTracking()
            .Where(j => j.ClusterId == cluster && names.Contains(j.Name) && j.GoneAt == null)
            .OrderByDescending(j => j.StartedAt)
            .ToListAsync(stop);
        var reading = await db.Set<FlinkReading>()
            .AsNoTracking()
            .SingleOrDefaultAsync(r => r.ClusterId == cluster, stop);
        var live = names.ToImmutableSortedDictionary(
            name => name,
            name => (ResourceState?)Of([.. runs.Where(r => r.Name == name)]),
            StringComparer.Ordinal
        );
        return new(new(Kind, cluster, "", live, ImmutableDictionary<string, string>.Empty), reading?.ReadAt);
    }

    public Task<ResourceEvidence?> Evidence(LiveEngine live, ResourcePlan plan, CancellationToken stop) =>
        Task.FromResult<ResourceEvidence?>(null);

    private static LiveJob? Of(IReadOnlyList<SeenJob> runs)
    {
        var alive = runs.Where(r => r.State == JobRunState.Alive).ToList();
        return (alive, runs) switch
        {
            ([var newest, ..], _) => newest.ToLive(null, alive.Count - 1),
            (_, [var newest, ..]) => newest.ToLive(FoundLater, 0),
            _ => null,
        };
    }
}
