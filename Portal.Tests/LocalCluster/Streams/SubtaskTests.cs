using System.Collections.Concurrent;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Subtasks;
using Portal.LocalCluster.Streams.Types;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Subtasks side by side: who sends waits for who takes, and at a barrier nothing is between them.</summary>
public sealed class SubtaskTests
{
    private const int Parallelism = 2;
    private const int MostElements = 256;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [ClusterFact]
    public async Task A_sink_that_takes_nothing_holds_up_the_sources_and_what_lies_between_is_bounded()
    {
        using var run = new Run();
        run.Open.Reset();
        run.Graph.Start();

        await Deadline.Until(() => run.HeldBack("source").All(held => held > TimeSpan.FromMilliseconds(300)));

        // From each source to each subtask: the credits, what is gathered, and what was at work when the sink stood still; and on to the sink as much.
        const int Most = 2 * Parallelism * Parallelism * (Channel.Credits + 2) * MostElements;
        run.Sent.ShouldBeInRange(Channel.Credits * MostElements, Most + (Parallelism * Numbers.AtOnce));
        run.Graph.Align(drains: false, TimeSpan.FromMilliseconds(1)).ShouldBeFalse("the barrier is behind the rows");

        run.Open.Set();
        run.Graph.Align(drains: false, Soon).ShouldBeTrue();
        run.Taken.ShouldBe(run.Sent);
    }

    [ClusterFact]
    public async Task At_each_barrier_all_that_was_sent_is_taken_and_nothing_goes_on_until_it_is_over()
    {
        using var run = new Run();
        run.Graph.Start();
        for (var round = 0; round < 20; round++)
        {
            var before = run.Sent;
            await Deadline.Until(() => run.Sent > before);
            run.Graph.Align(drains: false, Soon).ShouldBeTrue();
            var sent = run.Sent;
            run.Taken.ShouldBe(sent);
            run.Graph.Watch(TimeSpan.FromMilliseconds(5));
            run.Sent.ShouldBe(sent);
            run.Graph.Release();
        }
    }

    [ClusterFact]
    public async Task Rows_of_a_key_come_to_one_subtask_in_the_order_in_which_they_were_sent()
    {
        using var run = new Run();
        run.Graph.Start();
        await Deadline.Until(() => run.Taken > 20_000);
        run.Graph.Align(drains: false, Soon).ShouldBeTrue();

        run.Seen.Keys.Select(seen => seen.Key).Distinct().Count().ShouldBe(Numbers.Keys);
        run.Seen.Keys.GroupBy(seen => seen.Key)
            .ShouldAllBe(key => key.Select(seen => seen.Subtask).Distinct().Count() == 1);
        run.Seen.Keys.Select(seen => seen.Subtask).Distinct().Count().ShouldBe(Parallelism);
        run.OutOfOrder.ShouldBe(0);
    }

    [ClusterFact]
    public async Task What_a_subtask_fails_with_is_what_the_job_fails_with()
    {
        using var run = new Run();
        run.Fails = true;
        run.Graph.Start();

        var failure = await Deadline.For(() =>
        {
            try
            {
                run.Graph.Watch(TimeSpan.FromMilliseconds(20));
                return Task.FromResult<Exception?>(null);
            }
            catch (SqlDataException failed)
            {
                return Task.FromResult<Exception?>(failed);
            }
        });

        failure.Message.ShouldBe("Division by zero");
        run.Graph.Failure!.Task.ShouldStartWith("second");
        Should.Throw<SqlDataException>(() => run.Graph.Align(drains: false, Soon));
    }

    /// <summary>source → by key → by key → sink, twice each.</summary>
    private sealed class Run : IDisposable
    {
        private long _sent;
        private long _taken;
        private int _outOfOrder;

        public Run()
        {
            Graph = new(new ParallelPlan(Planned), KeyGroups.Default(Parallelism), TimeProvider.System);
        }

        public SubtaskGraph Graph { get; }
        public ManualResetEventSlim Open { get; } = new(true);
        public ConcurrentDictionary<(long Key, int Subtask, int Sender), long> Seen { get; } = new();
        public bool Fails { get; set; }
        public long Sent => Interlocked.Read(ref _sent);
        public long Taken => Interlocked.Read(ref _taken);
        public int OutOfOrder => Volatile.Read(ref _outOfOrder);

        public IEnumerable<TimeSpan> HeldBack(string vertex) =>
            Graph.Times.Where(each => each.Vertex.Name == vertex).Select(each => each.Times.BackPressured);

        public void Dispose()
        {
            Open.Set();
            Graph.Stop();
            Graph.Join();
            Open.Dispose();
        }

        private Plan Planned()
        {
            var source = new PlanNode("source", "", new Numbers(() => Interlocked.Increment(ref _sent)), []);
            var first = Next("first", new ByKey(), source);
            var second = Next("second", new ByKey(), first);
            return new([source, first, second, Next("sink", new Taker(Take), second)], Parallelism);
        }

        private static PlanNode Next(string name, Operator made, PlanNode input)
        {
            input.Operator.To(made, 0);
            return new(name, "", made, [input]);
        }

        private void Take(int subtask, object?[] row)
        {
            Open.Wait();
            if (Fails)
            {
                throw new SqlDataException("Division by zero");
            }

            var (key, sender, number) = ((long)row[0]!, (int)(long)row[1]!, (long)row[2]!);
            if (Seen.TryGetValue((key, subtask, sender), out var before) && before >= number)
            {
                Interlocked.Increment(ref _outOfOrder);
            }

            Seen[(key, subtask, sender)] = number;
            Interlocked.Increment(ref _taken);
        }
    }

    private sealed class Numbers(Action sent) : Operator, ISource
    {
        public const int AtOnce = 500;
        public const int Keys = 50;
        private long _next;

        public bool IsOver => false;

        public void Open() { }

        public void Close() { }

        public int Poll(TimeSpan wait)
        {
            for (var i = 0; i < AtOnce; i++)
            {
                sent();
                Emit(RowKind.Insert, [_next % Keys, (long)Subtask.Index, _next]);
                _next++;
            }

            return AtOnce;
        }

        public void EmitWatermark() { }

        public void Drain() { }

        public void CommitOffsets() { }

        protected override void Process(int input, Change change) => throw new NotSupportedException();
    }

    private sealed class ByKey : Operator
    {
        public override RowKey KeyOf(int input) => RowKey.Places([0]);

        protected override void Process(int input, Change change) => Emit(change);
    }

    private sealed class Taker(Action<int, object?[]> take) : Operator
    {
        protected override void Process(int input, Change change) => take(Subtask.Index, change.Row);
    }
}
