using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Demo;

/// <summary>The demo's producers and consumers, each begun as soon as what it needs is there.</summary>
internal sealed class DemoClients(IOptions<DemoOptions> options, TimeProvider clock) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<DemoProducer>> _producers = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _running = [];

    /// <summary>Ends when all that were begun have.</summary>
    public Task Ended => Task.WhenAll(_running);

    /// <summary>Those of a team on a cluster, each as its own account.</summary>
    /// <param name="isNew">Whether a topic was made now.</param>
    public void Begin(
        DemoPrograms programs,
        IReadOnlyDictionary<string, DemoCredential> credentials,
        Predicate<DemoTopic> isNew,
        CancellationToken stop
    )
    {
        foreach (var topic in programs.Written)
        {
            Write(topic, isNew(topic), As(programs.Writer), stop);
        }

        foreach (var group in programs.Reading)
        {
            Read(group, As(group.Name), stop);
        }

        DemoConnection As(string account) => new(options.Value.Sasl[programs.Cluster], account, credentials[account]);
    }

    public void Dispose()
    {
        foreach (var producer in _producers.Values)
        {
            producer.Value.Dispose();
        }
    }

    private void Write(DemoTopic topic, bool isNew, DemoConnection at, CancellationToken stop) =>
        _producers
            .GetOrAdd(
                $"{topic.Cluster}/{at.User}",
                _ =>
                    new(() =>
                    {
                        var producer = new DemoProducer(at, clock);
                        _running.Add(producer.Run(stop));
                        return producer;
                    })
            )
            .Value.Begin(topic, isNew);

    private void Read(DemoGroup group, DemoConnection at, CancellationToken stop) =>
        _running.Add(new DemoConsumer(group, at, clock).Run(stop));
}
