using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Health;
using Portal.Core.Health.Readings;
using Portal.Core.Store;

namespace Portal.Core.Jobs.History;

/// <summary>How jobs ran, over time: a point each time that their Flink was read, kept as long as the readings of a Kafka.</summary>
public sealed class JobHistory(NpgsqlDataSource store)
{
    /// <summary>At most a point for each of the window's steps; one without figures where nothing was read for longer than a reading counts.</summary>
    public async Task<DrawnPoints> Of(ClusterId cluster, string name, Window window, CancellationToken stop)
    {
        await using var command = store.CreateCommand(
            """
            select hour, points from job_reading
            where cluster_id = $1 and name = $2 and hour between $3 and $4
            order by hour
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(ReadingHours.Of(window.From));
        command.Parameters.AddWithValue(window.To.ToUniversalTime());
        var drawing = new JobDrawing(window);
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            var hour = await reader.GetFieldValueAsync<DateTimeOffset>(0, stop);
            foreach (var point in JobPointPack.Read(hour, await reader.GetFieldValueAsync<byte[]>(1, stop)))
            {
                drawing.Take(point);
            }
        }

        return drawing.Points();
    }

    /// <summary>When restarts of it were seen, oldest first.</summary>
    public async Task<ImmutableArray<DateTimeOffset>> Restarts(
        ClusterId cluster,
        string name,
        Window window,
        CancellationToken stop
    )
    {
        await using var command = store.CreateCommand(
            """
            select r.at from job_restart r join seen_job j using (cluster_id, job_id)
            where j.cluster_id = $1 and j.name = $2 and r.at between $3 and $4
            order by r.at
            """
        );
        command.Parameters.AddWithValue(cluster.Value);
        command.Parameters.AddWithValue(name);
        command.Parameters.AddWithValue(window.From.ToUniversalTime());
        command.Parameters.AddWithValue(window.To.ToUniversalTime());
        var seen = ImmutableArray.CreateBuilder<DateTimeOffset>();
        await using var reader = await command.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
        {
            seen.Add(await reader.GetFieldValueAsync<DateTimeOffset>(0, stop));
        }

        return seen.ToImmutable();
    }

    /// <summary>Adds a point to each of a Flink's jobs, in the caller's transaction if there is one.</summary>
    /// <param name="points">By the jobs' names; all of one time.</param>
    public static async Task Add(
        PortalDb db,
        ClusterId cluster,
        DateTimeOffset at,
        IReadOnlyDictionary<string, JobPoint> points,
        CancellationToken stop
    )
    {
        if (points.Count == 0)
        {
            return;
        }

        string[] names = [.. points.Keys];
        byte[][] packed = [.. points.Values.Select(JobPointPack.Write)];
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into job_reading (cluster_id, name, hour, points)
            select {cluster.Value}, one.name, {ReadingHours.Of(at)}, one.points
            from unnest({names}, {packed}) one (name, points)
            on conflict (cluster_id, name, hour) do update set points = job_reading.points || excluded.points
            """,
            stop
        );
    }
}
