using Confluent.Kafka;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>A source that ends where its topic ended when the job first began, whatever came since.</summary>
public sealed class BoundedSourceTests : IAsyncLifetime, IDisposable
{
    private const int Partitions = 2;
    private const int All = 2 * Partitions;
    private readonly string _topic = Client.NewName("bounded");
    private LocalKafka _cluster = null!;
    private Client _client = null!;

    public async Task InitializeAsync()
    {
        _cluster = await LocalKafka.Start(1);
        _client = new(_cluster.Bootstrap);
        await _client.Create(_topic, Partitions, 1);
        await Produce("before", "before");
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [ClusterFact]
    public async Task Begun_again_from_a_checkpoint_it_ends_where_it_would_have()
    {
        var checkpoint = Begun(Source(isBounded: true));
        await Produce("since", "since");

        (await Read(Source(isBounded: true), checkpoint)).ShouldBe((2, true));
    }

    [ClusterFact]
    public async Task From_a_checkpoint_of_a_version_that_kept_no_end_it_takes_it_anew()
    {
        var checkpoint = Begun(Source(isBounded: true));
        await Produce("since", "since");

        // One count of seven bits, and three numbers for each partition.
        var former = checkpoint[..(1 + (Partitions * 3 * sizeof(long)))];
        (await Read(Source(isBounded: true), former)).ShouldBe((All, true));
    }

    [ClusterFact]
    public async Task One_that_was_not_bounded_takes_its_end_when_it_becomes_so()
    {
        var checkpoint = Begun(Source(isBounded: false));
        await Produce("since", "since");

        (await Read(Source(isBounded: true), checkpoint)).ShouldBe((All, true));
    }

    [ClusterFact]
    public async Task One_that_is_not_bounded_any_more_goes_on_behind_its_end()
    {
        var checkpoint = Begun(Source(isBounded: true));
        await Produce("since", "since");

        (await Read(Source(isBounded: false), checkpoint)).ShouldBe((All, false));
    }

    [ClusterFact]
    public async Task What_came_behind_its_end_is_there_for_the_next_run_also_where_it_ends_with_a_transaction()
    {
        await Commit("committed");
        var checkpoint = Begun(Source(isBounded: true));
        await Produce("since", "since");

        var ended = Source(isBounded: true);
        (await Read(ended, checkpoint, most: All + 1)).ShouldBe((All, true));

        (await Read(Source(isBounded: false), Saved(ended), most: 2)).ShouldBe((2, false));
    }

    [ClusterFact]
    public async Task However_much_a_row_costs_a_turn_is_over_in_time_for_who_cancels_the_job()
    {
        await Produce([.. Enumerable.Repeat("costly", 100)]);
        var time = new ManualTime();
        var source = Source(isBounded: true, (Cost, time));
        source.Open();

        var turns = new List<int>();
        await Deadline.Until(() =>
        {
            turns.Add(source.Poll(TimeSpan.FromMilliseconds(100)));
            return source.IsOver;
        });

        source.Close();
        (turns.Sum(), turns.Max()).ShouldBe((102, 2));

        object?[] Cost(object?[] row)
        {
            time.Pass(TimeSpan.FromMilliseconds(60));
            return row;
        }
    }

    private static byte[] Begun(TopicSource source)
    {
        source.Open();
        var state = Saved(source);
        source.Close();
        return state;
    }

    private static byte[] Saved(TopicSource source)
    {
        using var bytes = new MemoryStream();
        using (var to = new StateWriter(bytes))
        {
            source.Save(to);
        }

        return bytes.ToArray();
    }

    /// <summary>Until it is over, or has read as many as there are.</summary>
    private static async Task<(int Read, bool IsOver)> Read(TopicSource source, byte[] state, int most = All)
    {
        Restore(source, state);
        source.Open();
        var read = 0;
        await Deadline.Until(() =>
        {
            read += source.Poll(TimeSpan.FromMilliseconds(100));
            return source.IsOver || read >= most;
        });
        var isOver = source.IsOver;
        source.Close();
        return (read, isOver);
    }

    private static void Restore(TopicSource source, byte[] state)
    {
        using var bytes = new MemoryStream(state);
        using var from = new StateReader(bytes, state.Length);
        source.Restore(from);
        from.IsAtEnd.ShouldBeTrue();
    }

    private TopicSource Source(
        bool isBounded,
        (Func<object?[], object?[]> Computed, TimeProvider Time)? costly = null
    ) =>
        new(
            new TopicTable(
                new Dictionary<string, string>
                {
                    ["connector"] = "kafka",
                    ["topic"] = _topic,
                    ["properties.bootstrap.servers"] = _cluster.Bootstrap,
                    ["properties.group.id"] = "bounded",
                    ["scan.startup.mode"] = "earliest-offset",
                    ["scan.bounded.mode"] = isBounded ? "latest-offset" : "unbounded",
                    ["format"] = "raw",
                },
                [new("line", SqlType.String, null, false)],
                []
            ),
            costly?.Computed,
            null,
            TimeSpan.Zero,
            costly?.Time ?? TimeProvider.System
        );

    /// <summary>Into each partition in a transaction, until its marker is there too.</summary>
    private async Task Commit(string line)
    {
        using var producer = _client.Producer(with => with.TransactionalId = Client.NewName("ends"));
        producer.InitTransactions(TimeSpan.FromSeconds(20));
        producer.BeginTransaction();
        for (var i = 0; i < Partitions; i++)
        {
            producer.Produce(new TopicPartition(_topic, i), new() { Key = "k", Value = line });
        }

        producer.CommitTransaction(TimeSpan.FromSeconds(20));
        using var consumer = _client.Consumer("ends");
        await Deadline.Until(() => Enumerable.Range(0, Partitions).All(i => High(consumer, i) == 3));
    }

    private long High(IConsumer<string, string> consumer, int partition) =>
        consumer.QueryWatermarkOffsets(new(_topic, partition), TimeSpan.FromSeconds(20)).High.Value;

    /// <summary>Into the partitions in turns.</summary>
    private async Task Produce(params string[] lines)
    {
        using var producer = _client.Producer();
        for (var i = 0; i < lines.Length; i++)
        {
            await producer.ProduceAsync(
                new TopicPartition(_topic, i % Partitions),
                new() { Key = "k", Value = lines[i] }
            );
        }
    }
}
