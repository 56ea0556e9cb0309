using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Demo;

/// <summary>Brings the demo's world about, then keeps its producers and consumers going until the process ends.</summary>
internal sealed partial class DemoTraffic(
    DemoRequests requests,
    DemoEndings endings,
    DemoSubjects subjects,
    DemoAccidents accidents,
    DemoSignIn signIn,
    DemoClients clients,
    DemoQuota quota,
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
        var addresses = options.Value.Sasl;
        var topics = DemoWorld.Topics.Where(t => addresses.ContainsKey(t.Cluster)).ToList();
        // What is in the way of a job or an account is no reason to wait with what follows.
        var signingIn = await Topics(topics, stoppingToken);
        var jobs = Jobs(addresses.ContainsKey, stoppingToken);
        await Task.WhenAll(
            Stories(addresses.ContainsKey, stoppingToken),
            Schemas(addresses.ContainsKey, stoppingToken),
            Insist(() => Done(accidents.Happen(stoppingToken)), "What is done by hand", stoppingToken)
        );
        await Insist(() => Done(accidents.TakeBrokerAway(stoppingToken)), "A broker of staging", stoppingToken);
        LogReady(log, topics.Count);
        await Task.WhenAll([jobs, .. signingIn]);
        await clients.Ended;
    }

    /// <summary>Until all topics are there; programs begin as soon as those of theirs are.</summary>
    /// <returns>What still has programs sign in.</returns>
    private async Task<IReadOnlyCollection<Task>> Topics(IReadOnlyList<DemoTopic> topics, CancellationToken stopping)
    {
        var made = new ConcurrentDictionary<(string Cluster, string Topic), bool>();
        var waiting = new ConcurrentDictionary<DemoPrograms, bool>(
            options
                .Value.Sasl.Keys.SelectMany(DemoWorld.Programs)
                .Select(programs => KeyValuePair.Create(programs, true))
        );
        var signingIn = new ConcurrentBag<Task>();
        await Parallel.ForEachAsync(
            topics,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stopping },
            async (topic, stop) =>
            {
                var isNew = await Insist(() => requests.Have(topic, stop), topic.Name, stop);
                made[(topic.Cluster, topic.Name)] = isNew;
                foreach (var programs in waiting.Keys.Where(programs => programs.AreFor(made.Keys)))
                {
                    if (waiting.TryRemove(programs, out _))
                    {
                        signingIn.Add(Begin(programs, of => made[(of.Cluster, of.Name)], stopping));
                    }
                }
            }
        );
        return signingIn;
    }

    private async Task Begin(DemoPrograms programs, Predicate<DemoTopic> isNew, CancellationToken stop)
    {
        var known = await Insist(() => signIn.Have(programs, stop), $"Accounts of {programs.Owner.Name}", stop);
        clients.Begin(programs, known, isNew, stop);
    }

    private Task Jobs(Predicate<string> isThere, CancellationToken stop) =>
        Task.WhenAll(
            DemoJobs
                .All.Where(job => isThere(job.Sink.Cluster))
                .Select(async job =>
                {
                    await Insist(() => requests.Have(job, stop), job.Name, stop);
                    if (job.Upgrade is { } story)
                    {
                        await Insist(() => Done(endings.Have(story, stop)), story.Title, stop);
                    }

                    // Not before: a job that falls behind from its first record on isn't stable.
                    await Insist(() => Done(quota.Hold(job, stop)), $"The quota of {job.Name}", stop);
                })
        );

    // Those of one cluster one after the other: staging has room for what the first ones make, and none for the next.
    private Task Stories(Predicate<string> isThere, CancellationToken stop) =>
        Task.WhenAll(
            DemoStories
                .All.Where(story => isThere(story.Topic.Cluster))
                .GroupBy(story => story.Topic.Cluster, StringComparer.Ordinal)
                .Select(async stories =>
                {
                    foreach (var story in stories)
                    {
                        await Insist(() => Done(endings.Have(story, stop)), story.Title, stop);
                    }
                })
        );

    private async Task Schemas(Predicate<string> isThere, CancellationToken stop)
    {
        foreach (var schema in DemoSchemas.All.Where(s => isThere(s.Topic.Cluster)))
        {
            await Insist(() => Done(subjects.Have(schema, stop)), schema.Subject, stop);
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
