using Confluent.Kafka;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Flink.Lottery;

/// <summary>Records with numbers that keep coming, each written once whatever happens to the broker; and who counts them again.</summary>
internal sealed class NumberedRecords : IAsyncDisposable
{
    private const int AtOnce = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly CancellationTokenSource _enough = new();
    private readonly string _bootstrap;
    private readonly string _topic;
    private readonly Task _sending;
    private int _sent;

    public NumberedRecords(string bootstrap, string topic)
    {
        (_bootstrap, _topic) = (bootstrap, topic);
        _sending = Task.Run(Send);
    }

    /// <summary>That are acknowledged.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>No more come.</summary>
    /// <returns>How many there are.</returns>
    public async Task<int> End()
    {
        await _enough.CancelAsync();
        await _sending;
        await AreThereOnce(_topic, Sent, "what is read");
        return Sent;
    }

    /// <summary>A reader of committed records sees so many at least, and each of them once, in their order.</summary>
    /// <returns>How many it sees.</returns>
    public async Task<int> AreThereOnce(string topic, int count, string words)
    {
        IReadOnlyList<string> read = [];
        try
        {
            await Deadline.Until(
                async () => (read = await Produce.Committed(_bootstrap, topic, 0)).Count >= count,
                TimeSpan.FromMinutes(4)
            );
        }
        catch (TimeoutException late)
        {
            var missing = Enumerable.Range(0, count).Select(Text).Except(read).Take(3);
            throw new TimeoutException(
                $"{words}: {topic} has {read.Count} of {count} records; missing: {string.Join(", ", missing)}.",
                late
            );
        }

        var twice = read.GroupBy(line => line).Where(g => g.Count() > 1).Select(g => g.Key).ToList();
        twice.ShouldBeEmpty($"{words}: {twice.Count} records of {topic} are committed more than once");
        read.ShouldBe(Enumerable.Range(0, read.Count).Select(Text), $"{words}: some records of {topic} are missing");
        return read.Count;
    }

    public async ValueTask DisposeAsync()
    {
        await _enough.CancelAsync();
        await _sending;
        _enough.Dispose();
    }

    private async Task Send()
    {
        var config = new ProducerConfig
        {
            BootstrapServers = _bootstrap,
            EnableIdempotence = true,
            MessageTimeoutMs = 600_000,
            ReconnectBackoffMaxMs = 1_000,
        };
        using var producer = new ProducerBuilder<Null, string>(config).SetLogHandler((_, _) => { }).Build();
        while (!_enough.IsCancellationRequested)
        {
            var lines = Enumerable.Range(_sent, AtOnce).Select(Text);
            await Task.WhenAll(lines.Select(line => producer.ProduceAsync(_topic, new() { Value = line })));
            Volatile.Write(ref _sent, _sent + AtOnce);
            await Task.Delay(Pause, TimeProvider.System, _enough.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static string Text(int number) => $"r{number:D7}";
}
