using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Savepoints;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>Jobs as their Flink tells them now, and where it forgot them, as the portal and their savepoints do.</summary>
public sealed class JobLiveReader(
    IFlinkClusters flinks,
    JobTopics topics,
    ListedJobs listed,
    IDbContextFactory<PortalDb> store
) : ILiveReader
{
    public ResourceKind Kind => JobKind.Word;

    public async Task<LiveEngine> Read(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        IReadOnlyCollection<string> toCreate,
        CancellationToken stop
    )
    {
        var flink = await flinks.Open(cluster, stop);
        var jobs = await listed.Of(flink, cluster, names, stop);
        var managed = await Managed(cluster, names, stop);
        var savepoints = await Savepoints(cluster, names, stop);
        var live = await Task.WhenAll(
            names.Select(name => JobLook.At(flink, jobs, name, managed.GetValueOrDefault(name), savepoints[name], stop))
        );
        return new(
            Kind,
            cluster,
            "",
            names
                .Zip(live)
                .ToImmutableSortedDictionary(
                    j => j.First,
                    j => (ResourceState?)With(j.Second, savepoints),
                    StringComparer.Ordinal
                ),
            ImmutableDictionary<string, string>.Empty
        );
    }

    // A Flink has no id of its own: the ids of its jobs, in the base, tell one from another.
    public async Task<string> EngineId(ClusterId cluster, CancellationToken stop)
    {
        await (await flinks.Open(cluster, stop)).Overview(stop);
        return "";
    }

    public async Task<string?> WouldRefuse(
        ClusterId cluster,
        IReadOnlyCollection<Step> steps,
        IReadOnlyCollection<Step> whole,
        CancellationToken stop
    )
    {
        var flink = await flinks.Open(cluster, stop);
        var planned = PlannedTopics.Of(whole);
        foreach (var start in steps.OfType<StartJob>())
        {
            if (await StartTrial.Refusal(flink, topics, start, planned, stop) is { } words)
            {
                return words;
            }
        }

        return null;
    }

    private static LiveJob? With(LiveJob? live, ILookup<string, KnownSavepoint> savepoints) =>
        live is null ? null : live with { Savepoints = [.. savepoints[live.Name]] };

    private async Task<ILookup<string, KnownSavepoint>> Savepoints(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await KnownSavepoint.Of(db, cluster, names, stop);
    }

    private async Task<Dictionary<string, KnownJob>> Managed(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await KnownJob.Of(db, cluster, names, stop);
    }
}
