using System.Globalization;
using Portal.Bench.Running;

namespace Portal.Bench.Broker;

/// <summary>
/// One broker of the local cluster beside one of a real Kafka, under the load of the same client (librdkafka): written, written in
/// transactions, and read. In turn, so that the machine's mood hits both.
/// </summary>
internal static class BrokerBench
{
    private const int Turns = 3;

    public static async Task Run(CancellationToken stop)
    {
        Console.WriteLine(
            $"broker: {BrokerLoad.Records:N0} records of {BrokerLoad.ValueBytes} bytes, acks=all; "
                + $"{BrokerLoad.TransactionalRecords:N0} in transactions of {BrokerLoad.RecordsATransaction}"
        );
        await using var kafka = await RealKafka.Start(stop, brokers: 1);
        if (kafka is null)
        {
            Console.WriteLine("  skipped: the engines aren't here (PORTAL_ENGINES names their folder)");
            return;
        }

        await using var local = await RunningLocalCluster.Start(stop);
        var (ours, theirs) = (new List<BrokerFigures>(), new List<BrokerFigures>());
        for (var turn = 0; turn <= Turns; turn++)
        {
            var (we, they) = (
                await BrokerLoad.Run(local.Bootstrap, $"turn-{turn}", stop),
                await BrokerLoad.Run(kafka.Bootstrap, $"turn-{turn}", stop)
            );
            // In the first turn both are cold.
            if (turn > 0)
            {
                ours.Add(we);
                theirs.Add(they);
            }
        }

        Print("produce", ours, theirs, figures => figures.Produced);
        Print("transactions", ours, theirs, figures => figures.ProducedInTransactions);
        Print("fetch", ours, theirs, figures => figures.Fetched);
        await Partitions(local, kafka, stop);
    }

    // After the load, as a broker has it that was at work.
    private static async Task Partitions(RunningLocalCluster local, RealKafka kafka, CancellationToken stop)
    {
        await ManyPartitions.Fill(local.Bootstrap);
        await ManyPartitions.Fill(kafka.Bootstrap);
        Console.WriteLine(
            $"  {$"{ManyPartitions.Count:N0} partitions", -17}portal {Megabytes([local.ProcessId]):0} MB (aim ≤ 200 MB)   Kafka {Megabytes(kafka.ProcessIds):0} MB, resident"
        );
        var ours = await ConsumerAtRest.Share(local.Bootstrap, [local.ProcessId], stop);
        var theirs = await ConsumerAtRest.Share(kafka.Bootstrap, kafka.ProcessIds, stop);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {"a consumer of them at rest", -16}  portal {ours:P1} of a core   Kafka {theirs:P1}"
            )
        );
    }

    private static double Megabytes(IEnumerable<int> processes) => EngineProcesses.Resident(processes) / 1e6;

    private static void Print(
        string what,
        List<BrokerFigures> ours,
        List<BrokerFigures> theirs,
        Func<BrokerFigures, double> figure
    )
    {
        var (we, they) = (Middle(ours.Select(figure)), Middle(theirs.Select(figure)));
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {what, -14}  portal {we, 10:N0} records/s   Kafka {they, 10:N0} records/s   ratio {we / they:0.00} (above 1 is faster)"
            )
        );
    }

    private static double Middle(IEnumerable<double> figures) => figures.Order().ElementAt(Turns / 2);
}

/// <summary>Records a second.</summary>
internal sealed record BrokerFigures(double Produced, double ProducedInTransactions, double Fetched);
