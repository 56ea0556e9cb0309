using System.Globalization;
using Portal.Bench.Running;
using Portal.Kafka.Client;
using Portal.Kafka.Lag;

namespace Portal.Bench.Lag;

/// <summary>
/// One lag cycle over all groups of a real Kafka, against franz-go's kadm, the fastest reader known. In turn, so that
/// the machine's mood hits both; and both must come to the same sum, or the figures mean nothing.
/// </summary>
internal static class LagBench
{
    private const int Groups = 2000;
    private const int Partitions = 4;
    private const int Topics = 50;
    private const int WarmUp = 3;
    private const int Turns = 5;
    private const int RoundsATurn = 4;

    public static async Task Run(CancellationToken stop)
    {
        Console.WriteLine($"lag: one cycle over {Groups:N0} groups × {Partitions} partitions on three real brokers");
        await using var kafka = await RealKafka.Start(stop);
        if (kafka is null)
        {
            Console.WriteLine("  skipped: the engines aren't here (PORTAL_ENGINES names their folder)");
            return;
        }

        await using var client = LagWorld.Client(kafka.Bootstrap);
        await new LagWorld(client, kafka.Bootstrap, Topics, Partitions, Groups).Make(stop);
        await Compare(client, kafka.Bootstrap, stop);
    }

    private static async Task Compare(KafkaClient client, string bootstrap, CancellationToken stop)
    {
        var reader = new LagReader(client);
        var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < WarmUp; i++)
        {
            await reader.Read(stop);
        }

        var sent = client.Requests.Total;
        Cycle last = default;
        for (var turn = 0; turn < Turns; turn++)
        {
            for (var round = 0; round < RoundsATurn; round++)
            {
                var reading = await reader.Read(stop);
                ours.Add(reading.Took);
                last = Cycle.Of(reading);
            }

            // Its first round connects, as our warm-up did.
            foreach (var cycle in (await Kadm(bootstrap.Split(',')[0], RoundsATurn + 1, stop)).Skip(1))
            {
                theirs.Add(cycle.Took);
                Same(last, cycle.Sum);
            }
        }

        var requests = (client.Requests.Total - sent) / (double)ours.Count;
        var (we, they) = (Percentiles.Of(ours), Percentiles.Of(theirs));
        Console.WriteLine($"  read            {last}");
        Console.WriteLine(
            $"  portal          {we}   {requests:0.#} requests a cycle (1 + 3 × {client.View.Brokers.Count} brokers)"
        );
        Console.WriteLine($"  kadm            {they}");
        Console.WriteLine($"  ratio           {we.P50 / they.P50:0.00} of kadm's time (below 1 is faster)");
    }

    private static void Same(Cycle ours, Cycle theirs)
    {
        if (ours != theirs)
        {
            throw new InvalidOperationException($"We read {ours}; kadm read {theirs}.");
        }
    }

    private static async Task<List<(Cycle Sum, TimeSpan Took)>> Kadm(
        string bootstrap,
        int rounds,
        CancellationToken stop
    )
    {
        var program = Path.Combine(Path.GetDirectoryName(Repository.Engine!)!, "peers", "lag-kadm");
        var printed = await Shell.Run(program, [bootstrap, $"{rounds}"], new Dictionary<string, string>(), stop);
        // groups 2000 rows 8000 lag 12345 | all 0.12 s
        return
        [
            .. printed
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Select(words =>
                    (
                        new Cycle(Number(words[1]), Number(words[3]), Number(words[5])),
                        TimeSpan.FromSeconds(double.Parse(words[8], CultureInfo.InvariantCulture))
                    )
                ),
        ];
    }

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);

    private readonly record struct Cycle(long Groups, long Rows, long Lag)
    {
        public static Cycle Of(LagReading reading)
        {
            var rows = Enumerable
                .Range(0, reading.Groups.Offsets.Length)
                .Where(c => reading.Groups.Offsets[c] >= 0)
                .ToList();
            return new Cycle(reading.Groups.Count, rows.Count, rows.Sum(c => reading.Lag(c) ?? 0));
        }

        public override string ToString() => $"{Groups:N0} groups, {Rows:N0} positions, {Lag:N0} messages of lag";
    }
}
