using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;

namespace Portal.Core.Jobs;

/// <summary>How long brokers let a transaction be open, out of what the collectors last saw. A plan asks the brokers themselves.</summary>
internal static class SeenTransactionLimits
{
    /// <summary>What was read longer ago says nothing of now.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <returns>Of the clusters that the sinks of an exactly-once job of SQL write to, where it is known.</returns>
    public static async Task<ImmutableArray<TransactionLimit>> Of(
        PortalDb db,
        ClusterId on,
        JobDefinition? definition,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        if (definition is not { Guarantee: JobGuarantee.ExactlyOnce, Program: null })
        {
            return [];
        }

        var written = definition.Topics().Where(t => t.IsWritten).Select(t => t.Cluster).Distinct().ToArray();
        var since = now - Fresh;
        var seen = await db
            .Database.SqlQuery<SeenLimit>(
                $"""
                select k.name as "Cluster", c.longest_transaction_ms as "Milliseconds"
                from cluster k join collector c on c.cluster_id = k.id
                where k.deregistered_at is null and k.environment = (select environment from cluster where id = {on.Value})
                    and k.name = any({written})
                    and c.longest_transaction_ms is not null and c.longest_transaction_at > {since}
                order by k.name
                """
            )
            .ToListAsync(stop);
        return [.. seen.Select(l => new TransactionLimit(l.Cluster, TimeSpan.FromMilliseconds(l.Milliseconds)))];
    }

    private sealed record SeenLimit(string Cluster, long Milliseconds);
}
