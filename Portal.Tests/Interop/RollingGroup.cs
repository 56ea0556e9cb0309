using System.Collections.Concurrent;
using Confluent.Kafka;
using Portal.Tests.Kit;

namespace Portal.Tests.Interop;

/// <summary>A group whose members come and go while records arrive: what was read, and whether two had a partition at a time.</summary>
internal sealed class RollingGroup(Client client, string topic, int partitions, Action<ConsumerConfig> classic)
    : IDisposable
{
    private readonly string?[] _owners = new string?[partitions];
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Running> _members = [];
    private int _started;

    public string Name { get; } = Client.NewName("rolling");

    /// <summary>Each record that a member has read, maybe several times.</summary>
    public ConcurrentDictionary<TopicPartitionOffset, string> Read { get; } = [];

    /// <summary>Partitions that were given to a member while another had them.</summary>
    public ConcurrentQueue<string> Shared { get; } = [];

    /// <summary>One member more; returns when the members share all partitions alike.</summary>
    public async Task Add(bool isClassic)
    {
        var name = $"{(isClassic ? "classic" : "consumer")}-{++_started}";
        var stop = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var loop = Task.Factory.StartNew(
            () => Run(name, isClassic, stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        _members.Add(new(name, stop, loop));
        await Settled();
    }

    /// <summary>The member that has been there longest leaves.</summary>
    public async Task RemoveOldest()
    {
        var oldest = _members[0];
        _members.RemoveAt(0);
        await oldest.Stop.CancelAsync();
        await oldest.Loop;
        await Settled();
    }

    public Task Settled() =>
        Deadline.Until(() =>
        {
            _members.ForEach(member => member.Loop.IsFaulted.ShouldBeFalse($"{member.Name}: {member.Loop.Exception}"));
            var owned = _members.ToDictionary(member => member.Name, member => _owners.Count(member.Name.Equals));
            owned.Values.ShouldAllBe(count => count == partitions / _members.Count, string.Join(", ", owned));
            return true;
        });

    public async Task Close()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_members.Select(member => member.Loop));
    }

    public void Dispose() => _stop.Dispose();

    private void Run(string name, bool isClassic, CancellationToken stop)
    {
        using var consumer = client.Rolling(
            Name,
            name,
            isClassic ? classic : with => with.GroupProtocol = GroupProtocol.Consumer,
            gained => gained.ForEach(each => Gain(each.Partition, name)),
            lost => lost.ForEach(each => Interlocked.CompareExchange(ref _owners[each.Partition], null, name))
        );
        consumer.Subscribe(topic);
        while (!stop.IsCancellationRequested)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(20)) is { Message: not null } next)
            {
                Read.TryAdd(next.TopicPartitionOffset, name);
            }
        }

        consumer.Close();
    }

    private void Gain(int partition, string name)
    {
        if (Interlocked.Exchange(ref _owners[partition], name) is { } other && other != name)
        {
            Shared.Enqueue($"{partition} is {name}'s and {other}'s");
        }
    }

    private sealed record Running(string Name, CancellationTokenSource Stop, Task Loop);
}
