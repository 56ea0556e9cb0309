using Confluent.Kafka;

namespace Portal.LocalCluster.Demo;

/// <summary>Reads topics as one group, in its own way, and commits what it has worked on.</summary>
internal sealed class DemoConsumer(DemoGroup group, DemoConnection at, TimeProvider clock)
{
    private const int BeforeLeaving = 40;
    private const int BeforeHanging = 5;
    private const int WayBack = 400;
    private static readonly TimeSpan Breath = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenRewinds = TimeSpan.FromSeconds(45);

    public async Task Run(CancellationToken stop)
    {
        var config = new ConsumerConfig
        {
            GroupId = group.Name,
            ClientId = $"demo-{group.Name}",
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            FetchWaitMaxMs = 2_000,
            ReconnectBackoffMaxMs = 30_000,
            QueuedMinMessages = 100,
            QueuedMaxMessagesKbytes = 1_024,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
        };
        using var consumer = new ConsumerBuilder<string, string>(at.On(config))
            .SetErrorHandler(static (_, _) => { })
            .SetLogHandler(static (_, _) => { }) // of a broker that was taken away it would write for hours
            .Build();
        consumer.Subscribe(group.Topics);
        using var timer = new PeriodicTimer(Breath, clock);
        var (read, rewoundAt) = (0, clock.GetUtcNow());
        while (await timer.WaitForNextTickAsync(stop))
        {
            var (most, commits) = group.Habit switch
            {
                DemoHabit.Hangs => (1, read < BeforeHanging),
                DemoHabit.Rewinds => (10, true),
                _ => ((int)Math.Max(1, group.MostPerSecond * Breath.TotalSeconds), true),
            };
            read += group.Habit == DemoHabit.Lags ? InTurn(consumer) : Read(consumer, most, commits);
            if (group.Habit == DemoHabit.Leaves && read >= BeforeLeaving)
            {
                break;
            }

            if (group.Habit == DemoHabit.Rewinds && clock.GetUtcNow() - rewoundAt > BetweenRewinds)
            {
                Rewind(consumer);
                rewoundAt = clock.GetUtcNow();
            }
        }

        consumer.Close();
    }

    private static int Read(IConsumer<string, string> consumer, int most, bool commits)
    {
        var read = 0;
        try
        {
            while (read < most && consumer.Consume(TimeSpan.Zero) is { } record)
            {
                consumer.StoreOffset(record);
                read++;
            }

            if (read > 0 && commits)
            {
                consumer.Commit();
            }
        }
        catch (KafkaException)
        {
            // The cluster is away or the group moves: what isn't committed is read again.
        }

        return read;
    }

    // One record of each partition and no more: left to itself the client would serve the fullest alone.
    private static int InTurn(IConsumer<string, string> consumer)
    {
        var taken = new List<TopicPartition>();
        try
        {
            // The first one joins the group too: nothing is assigned before.
            while (consumer.Consume(TimeSpan.Zero) is { } record)
            {
                consumer.StoreOffset(record);
                consumer.Pause([record.TopicPartition]);
                taken.Add(record.TopicPartition);
                if (taken.Count == consumer.Assignment.Count)
                {
                    break;
                }
            }

            if (taken.Count > 0)
            {
                consumer.Commit();
            }

            consumer.Resume(taken);
        }
        catch (KafkaException)
        {
            // As above; what was paused is read again by whoever is given it next.
            consumer.Resume(consumer.Assignment);
        }

        return taken.Count;
    }

    private static void Rewind(IConsumer<string, string> consumer)
    {
        try
        {
            foreach (var partition in consumer.Assignment)
            {
                var back = new TopicPartitionOffset(
                    partition,
                    Math.Max(0, consumer.Position(partition).Value - WayBack)
                );
                consumer.Seek(back);
                consumer.Commit([back]);
            }
        }
        catch (KafkaException)
        {
            // Nothing was read of a partition yet, or the group moves: next time.
        }
    }
}
