using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Demo;

/// <summary>Brings the demo's world about, then keeps its producers and consumers going until the process ends.</summary>
internal sealed partial class DemoTraffic(
    DemoRequests requests,
    DemoSubjects subjects,
    DemoAccidents accidents,
    IOptions<DemoOptions> options,
    TimeProvider clock,
    ILogger<DemoTraffic> log
) : BackgroundService
{
    // So many requests at once: the first screen is full soon, and the portal has still time for a person.
    private const int AtOnce = 4;
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var addresses = options.Value.Bootstrap;
        var topics = DemoWorld.Topics.Where(t => addresses.ContainsKey(t.Cluster)).ToList();
        var producers = addresses.ToDictionary(a => a.Key, a => new DemoProducer(a.Value, clock));
        try
        {
            var traffic = new ConcurrentBag<Task>(producers.Values.Select(p => p.Run(stoppingToken)));
            var made = new ConcurrentDictionary<(string Cluster, string Topic), bool>();
            await Parallel.ForEachAsync(
                topics,
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                async (topic, stop) =>
                {
                    var isNew = await Insist(() => requests.Have(topic, stop), topic.Name, stop);
                    producers[topic.Cluster].Begin(topic, isNew);
                    made[(topic.Cluster, topic.Name)] = true;
                    foreach (
                        var group in DemoWorld.Groups.Where(g =>
                            g.Cluster == topic.Cluster && g.Topics[^1] == topic.Name
                        )
                    )
                    {
                        traffic.Add(new DemoConsumer(group, addresses[topic.Cluster], clock).Run(stop));
                    }
                }
            );
            // What is in the way of a job is no reason to wait with what follows.
            traffic.Add(Jobs(addresses.ContainsKey, stoppingToken));
            foreach (var story in DemoStories.All.Where(s => addresses.ContainsKey(s.Topic.Cluster)))
            {
                await Insist(() => Done(requests.Have(story, stoppingToken)), story.Title, stoppingToken);
            }

            foreach (var schema in DemoSchemas.All.Where(s => addresses.ContainsKey(s.Topic.Cluster)))
            {
                await Insist(() => Done(subjects.Have(schema, stoppingToken)), schema.Subject, stoppingToken);
            }

            await Insist(() => Done(accidents.Happen(stoppingToken)), "What goes wrong", stoppingToken);
            LogReady(log, topics.Count);
            await Task.WhenAll(traffic);
        }
        finally
        {
            foreach (var producer in producers.Values)
            {
                producer.Dispose();
            }
        }
    }

    private async Task Jobs(Predicate<string> isThere, CancellationToken stop)
    {
        foreach (var job in DemoJobs.All.Where(j => isThere(j.Sink.Cluster)))
        {
            await Insist(() => requests.Have(job, stop), job.Name, stop);
        }
    }

    private static async Task<bool> Done(Task done)
    {
        await done;
        return true;
    }

    private async Task<T> Insist<T>(Func<Task<T>> act, string what, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                return await act();
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
