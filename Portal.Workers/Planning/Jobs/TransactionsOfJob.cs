using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning.Jobs;

/// <summary>How long the brokers that a job writes to let a transaction be open.</summary>
public sealed class TransactionsOfJob(JobClusterLookup clusters, IKafkaClusters kafkas, TimeProvider clock)
    : IKindService
{
    private readonly TransactionLimits _limits = new(kafkas, clock);

    /// <param name="definition">What would start; null where nothing does.</param>
    /// <returns>None where no sink has transactions, or a program makes its own.</returns>
    public async Task<ImmutableArray<TransactionLimit>> Of(
        ClusterId on,
        JobDefinition? definition,
        ImmutableArray<JobTable> tables,
        CancellationToken stop
    )
    {
        if (definition is not { Guarantee: JobGuarantee.ExactlyOnce, Program: null })
        {
            return [];
        }

        var written = tables
            .Where(table => table.IsWritten)
            .Select(table => JobTableName.Declared(table.Name, isWritten: true).Cluster)
            .ToHashSet(StringComparer.Ordinal);
        var all = await clusters.Of(on, stop);
        return await _limits.Of(all.Where(cluster => written.Contains(cluster.Name)), stop);
    }
}
