using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.FlinkClusters;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Planning.Jobs;

/// <summary>What the newest test of a Flink found of what a start depends on.</summary>
public sealed class PreflightLook(IDbContextFactory<PortalDb> store) : IKindService
{
    private static readonly string[] Looked =
    [
        PreflightFact.HighAvailability,
        PreflightFact.JobResultStore,
        PreflightFact.Connector,
        PreflightFact.Gateway,
    ];

    public async Task<ImmutableArray<PreflightFact>> Of(ClusterId cluster, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        var newest = await db.Set<FlinkTest>().AsNoTracking().SingleOrDefaultAsync(t => t.ClusterId == cluster, stop);
        return newest?.Facts is { } facts
            ?
            [
                .. facts
                    .All.Where(fact => Looked.Contains(fact.Name, StringComparer.Ordinal))
                    .Select(fact => new PreflightFact(fact.Name, IsFine(fact.State), fact.Words, fact.Advice)),
            ]
            : [];
    }

    private static bool? IsFine(FlinkFactState state) =>
        state switch
        {
            FlinkFactState.Fine => true,
            FlinkFactState.Missing => false,
            _ => null,
        };
}
