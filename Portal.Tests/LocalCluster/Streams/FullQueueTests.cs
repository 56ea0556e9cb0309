using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>A sink waits for brokers that take nothing for as long as its job runs, and no longer.</summary>
public sealed class FullQueueTests
{
    // No broker is there, and a megabyte is all that waits for one.
    private const string Table =
        "CREATE TABLE o (text STRING) WITH ('connector' = 'kafka', 'topic' = 'o', 'properties.bootstrap.servers' = 'localhost:1', 'format' = 'json', 'properties.buffer.memory' = '1048576')";

    [ClusterFact]
    public async Task A_job_that_is_cancelled_no_longer_waits_for_a_sink_whose_queue_is_full()
    {
        var options = new PlanOptions(ImmutableDictionary<string, string>.Empty);
        var catalog = new Catalog();
        catalog.Apply(Parser.Read(Table));
        var planner = new Planner(catalog, options, TimeProvider.System);
        var plan = planner.Insert([(Insert)Parser.Read("INSERT INTO o SELECT 'x'")]);
        using var running = new RunningPlan(
            new ParallelPlan(() => plan),
            new StreamSettings(1_000, 1_000_000, 1),
            options,
            TimeProvider.System
        );
        running.Open();
        var sink = (Operator)running.Plan.Sinks[0];
        var written = Task.Run(() => Written(sink));
        await Deadline.Until(() => running.SinksWaited > TimeSpan.FromMilliseconds(200));
        written.IsCompleted.ShouldBeFalse();

        running.Abandon();

        (await written.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System)).ShouldBeGreaterThan(10);
    }

    /// <returns>How many rows it took before its job ended.</returns>
    private static long Written(Operator sink)
    {
        var row = Change.Insert([new string('x', 10_000)]);
        try
        {
            while (true)
            {
                sink.Take(0, row);
            }
        }
        catch (OperationCanceledException)
        {
            return sink.Sent;
        }
    }
}
