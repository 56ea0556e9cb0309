using System.Collections.Immutable;
using Npgsql;

namespace Portal.Core.Health.Snapshots;

/// <summary>A cluster and its collector, as the store has them.</summary>
internal sealed record CollectorRow(
    ClusterId Id,
    string Name,
    string Environment,
    string Region,
    bool IsLocal,
    long Version,
    long Structure,
    CollectorSnapshot Collector,
    ImmutableArray<BrokerSnapshot> Brokers
)
{
    /// <summary>All registered clusters, or one.</summary>
    public static async Task<List<CollectorRow>> Read(NpgsqlDataSource store, ClusterId? one, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            select k.id, k.name, k.environment, k.region, k.is_local, coalesce(v.version, 0), coalesce(c.structure, 0),
                c.owner, c.cycle_at, c.whole_at, c.took_ms, c.requests, coalesce(c.every_ms, 10000), c.complaint,
                coalesce(c.unknown_partitions, 0), coalesce(c.brokers, '[]')
            from cluster k
            left join collector c on c.cluster_id = k.id
            left join snapshot_version v on v.scope = 'cluster:' || k.id
            where k.deregistered_at is null and ($1::int is null or k.id = $1)
            """
        );
        command.Parameters.Add(new NpgsqlParameter<int?> { TypedValue = one?.Value });
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<CollectorRow>();
        while (await reader.ReadAsync(stop))
        {
            rows.Add(
                new CollectorRow(
                    new ClusterId(reader.GetInt32(0)),
                    reader.GetString(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    reader.GetBoolean(4),
                    reader.GetInt64(5),
                    reader.GetInt64(6),
                    new CollectorSnapshot(
                        reader.IsDBNull(7) ? null : reader.GetString(7),
                        Time(reader, 8),
                        Time(reader, 9),
                        reader.IsDBNull(10) ? null : TimeSpan.FromMilliseconds(reader.GetInt32(10)),
                        reader.IsDBNull(11) ? null : reader.GetInt32(11),
                        TimeSpan.FromMilliseconds(reader.GetInt32(12)),
                        reader.IsDBNull(13) ? null : reader.GetString(13),
                        reader.GetInt32(14)
                    ),
                    [.. CoreJson.Read<BrokerSnapshot[]>(reader.GetString(15))]
                )
            );
        }

        return rows;
    }

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
