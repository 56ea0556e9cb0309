using System.Globalization;
using Portal.Bench.Running;

namespace Portal.Bench.Streams;

/// <summary>
/// Five queries over the same topics of one Kafka, on the local cluster's stream runtime and on a real Flink, in turn: each reads what is there,
/// writes what comes of it and ends.
/// </summary>
internal static class StreamsBench
{
    public static async Task Run(CancellationToken stop)
    {
        Console.WriteLine(
            $"streams: {StreamData.Records:N0} records in {StreamData.Partitions} partitions, to their end"
        );
        await using var kafka = await RealKafka.Start(stop, brokers: 1);
        if (kafka is null)
        {
            Console.WriteLine("  skipped: the engines aren't here (PORTAL_ENGINES names their folder)");
            return;
        }

        await StreamData.Write(kafka.Bootstrap, stop);
        await using var local = await RunningLocalCluster.Start(stop, streams: true);
        await using var flink = (await RealFlink.Start(stop))!;
        using var ours = new StreamRuntime("portal", local.Flink, local.SqlGateway, () => [local.ProcessId]);
        using var theirs = new StreamRuntime("flink", flink.Url, flink.Gateway, () => flink.ProcessIds);
        foreach (var query in StreamQueries.All)
        {
            // In the first turn both are cold.
            await ours.Run(query, kafka.Bootstrap, "warm", stop);
            await theirs.Run(query, kafka.Bootstrap, "warm", stop);
            Print(
                query.Name,
                await ours.Run(query, kafka.Bootstrap, "run", stop),
                await theirs.Run(query, kafka.Bootstrap, "run", stop)
            );
        }
    }

    private static void Print(string query, StreamFigures we, StreamFigures they) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {query, -14}  portal {we.RecordsASecond, 9:N0} records/s, first row {we.FirstRow.TotalSeconds, 5:0.0} s, {we.Rows, 7:N0} rows, {we.Mebibytes, 5:N0} MiB   Flink {they.RecordsASecond, 9:N0} records/s, first row {they.FirstRow.TotalSeconds, 5:0.0} s, {they.Rows, 7:N0} rows, {they.Mebibytes, 5:N0} MiB   ratio {we.RecordsASecond / they.RecordsASecond:0.00} (above 1 is faster)"
            )
        );
}

/// <param name="FirstRow">From the request to the first row in the topic.</param>
/// <param name="Rows">Records that it wrote.</param>
/// <param name="Mebibytes">Resident memory of all its processes at the end.</param>
internal sealed record StreamFigures(double RecordsASecond, TimeSpan FirstRow, long Rows, long Mebibytes);
