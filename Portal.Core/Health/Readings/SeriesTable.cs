using Npgsql;
using Portal.Core.Store;

namespace Portal.Core.Health.Readings;

/// <summary>Where series lie in the packs, as the store has it.</summary>
public static class SeriesTable
{
    public static async Task<List<SeriesRun>> All(Asking ask, ClusterId cluster, CancellationToken stop)
    {
        await using var command = ask($"{Select} where cluster_id = $1");
        command.Parameters.AddWithValue(cluster.Value);
        return await Read(command, stop);
    }

    /// <summary>What was written after a structure, with what ended.</summary>
    public static async Task<List<SeriesRun>> Since(
        Asking ask,
        ClusterId cluster,
        long structure,
        CancellationToken stop
    )
    {
        await using var command = ask(
            $"{Select} where cluster_id = $1 and structure > $2 and ($2 >= 0 or gone_at is null)"
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(structure);
        return await Read(command, stop);
    }

    /// <summary>All places a group had since a time: those that it left count too, their packs are there.</summary>
    public static async Task<List<SeriesRun>> OfGroup(
        Asking ask,
        ClusterId cluster,
        string group,
        DateTimeOffset since,
        CancellationToken stop
    )
    {
        await using var command = ask(
            $"{Select} where cluster_id = $1 and group_name = $2 and (gone_at is null or gone_at >= $3)"
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(group);
        command.Parameters.AddWithValue(since.ToUniversalTime());
        return await Read(command, stop);
    }

    /// <summary>The places of some incarnations and of every group on them.</summary>
    public static async Task<List<SeriesRun>> OfIncarnations(
        Asking ask,
        IReadOnlyCollection<long> incarnations,
        DateTimeOffset since,
        CancellationToken stop
    )
    {
        await using var command = ask(
            $"{Select} where incarnation_id = any ($1) and (gone_at is null or gone_at >= $2)"
        );
        command.Parameters.AddWithValue(incarnations.ToArray());
        command.Parameters.AddWithValue(since.ToUniversalTime());
        return await Read(command, stop);
    }

    /// <summary>The places of some incarnations' own partitions, without those of groups.</summary>
    public static async Task<List<SeriesRun>> EndsOf(
        Asking ask,
        IReadOnlyCollection<long> incarnations,
        DateTimeOffset since,
        CancellationToken stop
    )
    {
        await using var command = ask(
            $"{Select} where incarnation_id = any ($1) and group_name is null and (gone_at is null or gone_at >= $2)"
        );
        command.Parameters.AddWithValue(incarnations.ToArray());
        command.Parameters.AddWithValue(since.ToUniversalTime());
        return await Read(command, stop);
    }

    private const string Select =
        "select chunk, slot, count, incarnation_id, first_partition, group_name, since, gone_at from series";

    private static async Task<List<SeriesRun>> Read(NpgsqlCommand command, CancellationToken stop)
    {
        await using var reader = await command.ExecuteReaderAsync(stop);
        var runs = new List<SeriesRun>();
        while (await reader.ReadAsync(stop))
        {
            runs.Add(
                new SeriesRun(
                    reader.GetInt32(0),
                    reader.GetInt32(1),
                    reader.GetInt32(2),
                    reader.GetInt64(3),
                    reader.GetInt32(4),
                    reader.IsDBNull(5) ? null : reader.GetString(5),
                    reader.GetFieldValue<DateTimeOffset>(6),
                    reader.IsDBNull(7) ? null : reader.GetFieldValue<DateTimeOffset>(7)
                )
            );
        }

        return runs;
    }
}
