using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Demo;

/// <summary>Brings the demo's world about, then keeps its producers and consumers going until the process ends.</summary>
internal sealed partial class DemoTraffic(
    DemoRequests requests,
    IOptions<DemoOptions> options,
    TimeProvider clock,
    ILogger<DemoTraffic> log
) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var topics = DemoWorld.Topics.Where(t => options.Value.Bootstrap.ContainsKey(t.Cluster)).ToList();
        var traffic = new List<Task>();
        foreach (var topic in topics)
        {
            await Insist(() => requests.Have(topic, stoppingToken), topic.Name, stoppingToken);
            traffic.AddRange(Start(topic, options.Value.Bootstrap[topic.Cluster], stoppingToken));
        }

        if (options.Value.Bootstrap.ContainsKey(DemoWorld.Waiting.Cluster))
        {
            await Insist(() => requests.Ask(DemoWorld.Waiting, stoppingToken), DemoWorld.Waiting.Title, stoppingToken);
        }

        LogReady(log, topics.Count);
        await Task.WhenAll(traffic);
    }

    private IEnumerable<Task> Start(DemoTopic topic, string bootstrap, CancellationToken stop) =>
        topic
            .Readers.Select(reader => new DemoConsumer(topic, reader, bootstrap, clock).Run(stop))
            .Prepend(new DemoProducer(topic, bootstrap, clock).Run(stop));

    private async Task Insist(Func<Task> act, string what, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (Exception failure)
                when (failure is HttpRequestException or DemoException && !stop.IsCancellationRequested)
            {
                LogFailed(log, what, failure.Message);
                await Task.Delay(Again, clock, stop);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The demo runs: {Topics} topics are written and read")]
    private static partial void LogReady(ILogger log, int topics);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} is not there yet: {Why}")]
    private static partial void LogFailed(ILogger log, string what, string why);
}
