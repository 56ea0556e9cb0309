using System.Collections.Immutable;
using Npgsql;
using Portal.Core.Store;

namespace Portal.Core.Health.Snapshots;

/// <summary>A cluster and its collector, as the store has them.</summary>
/// <param name="Failure">Why the collector ended without a cycle; null: it goes on.</param>
internal sealed record CollectorRow(
    ClusterId Id,
    string Name,
    string Environment,
    string Region,
    bool IsLocal,
    long Version,
    long Structure,
    long Membership,
    long Sizes,
    DateTimeOffset? MembersAt,
    DateTimeOffset? SettingsAt,
    CollectorSnapshot Collector,
    string BrokersJson,
    TimeSpan? SilentFor,
    string? Failure,
    bool HasKafka
)
{
    // Three intervals, and the time a cycle takes in which brokers let questions run out.
    private static readonly TimeSpan FailedCycle = TimeSpan.FromSeconds(30);

    /// <summary>No cycle has been written for so long that nothing is known of now; told by the store's clock alone.</summary>
    public bool IsStale => SilentFor > (3 * Collector.Every) + FailedCycle;

    /// <summary>As of when the snapshot speaks: the newest cycle, or now when there has been none for too long.</summary>
    public DateTimeOffset? AsOf => IsStale ? Collector.CycleAt + SilentFor : Collector.CycleAt;

    /// <summary>Read when asked for: what can't be read of one cluster is not in the way of the others' rows.</summary>
    public ImmutableArray<BrokerSnapshot> Brokers => [.. CoreJson.Read<BrokerSnapshot[]>(BrokersJson)];

    /// <summary>All registered clusters, or one.</summary>
    public static async Task<List<CollectorRow>> Read(Asking ask, ClusterId? one, CancellationToken stop)
    {
        await using var command = ask(
            """
            select k.id, k.name, k.environment, k.region, k.is_local, coalesce(v.version, 0), coalesce(c.structure, 0),
                coalesce(c.membership, 0), c.members_at, c.owner, c.cycle_at, c.whole_at, c.took_ms, c.requests, coalesce(c.every_ms, 10000), c.complaint,
                coalesce(c.unknown_partitions, 0), coalesce(c.brokers, '[]'), clock_timestamp() - v.changed_at,
                c.settings_at, c.failure, exists (select from endpoint e where e.cluster_id = k.id and e.kind = 'kafka'),
                c.readers_at, coalesce(c.sizes, 0)
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
                    reader.GetInt64(7),
                    reader.GetInt64(23),
                    Time(reader, 8),
                    Time(reader, 19),
                    new CollectorSnapshot(
                        reader.IsDBNull(9) ? null : reader.GetString(9),
                        Time(reader, 10),
                        Time(reader, 11),
                        reader.IsDBNull(12) ? null : TimeSpan.FromMilliseconds(reader.GetInt32(12)),
                        reader.IsDBNull(13) ? null : reader.GetInt32(13),
                        TimeSpan.FromMilliseconds(reader.GetInt32(14)),
                        Text(reader, 20) ?? Text(reader, 15),
                        reader.GetInt32(16)
                    )
                    {
                        AreReadersKnown = Time(reader, 22) == Time(reader, 11),
                    },
                    reader.GetString(17),
                    reader.IsDBNull(18) ? null : reader.GetTimeSpan(18),
                    Text(reader, 20),
                    reader.GetBoolean(21)
                )
            );
        }

        return rows;
    }

    private static string? Text(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetString(column);

    private static DateTimeOffset? Time(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
