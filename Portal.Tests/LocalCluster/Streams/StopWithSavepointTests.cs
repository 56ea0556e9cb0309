using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>What a job that stops with a savepoint sent is what the savepoint says.</summary>
public sealed class StopWithSavepointTests : IDisposable
{
    private const int Parallelism = 2;
    private readonly LogFolder _folder = new();
    private long _sent;
    private long _taken;

    public void Dispose() => _folder.Dispose();

    [ClusterFact]
    public async Task Subtasks_read_and_write_nothing_behind_the_savepoint_that_their_job_stops_with()
    {
        var job = new StreamJob(
            new JobRecord(
                "000000000000000000000000000000e1",
                "numbers",
                [],
                ImmutableDictionary<string, string>.Empty.Add("parallelism.default", "2"),
                JobStates.Created,
                0
            ),
            Planned,
            (
                new StreamSettings(1_000, 1_000_000, Parallelism),
                new TaskSlots(Parallelism, TimeSpan.FromSeconds(10)),
                new StateOfAllJobs(long.MaxValue)
            ),
            new JobStore(_folder.Path),
            TimeProvider.System
        );
        job.Start();
        await Deadline.Until(() => Interlocked.Read(ref _taken) > 10_000);

        var request = new SavepointRequest(
            Path.Combine(_folder.Path, "savepoint"),
            stops: true,
            drains: false,
            TimeProvider.System
        );
        job.Request(request);
        await Deadline.Until(() => request.IsDone);
        request.Failure.ShouldBeNull();
        // Its thread is over, and with it those of its subtasks.
        job.Suspend();

        job.Record.State.ShouldBe(JobStates.Finished);
        var kept = Kept(request.Folder);
        Interlocked.Read(ref _sent).ShouldBe(kept);
        Interlocked.Read(ref _taken).ShouldBe(kept);
    }

    private static long Kept(string savepoint)
    {
        using var file = SnapshotFile.Open(savepoint);
        var sum = 0L;
        foreach (var part in file.Snapshot.Operators)
        {
            foreach (var from in file.Read(part))
            {
                using var state = from;
                sum += state.Number();
            }
        }

        return sum;
    }

    private Plan Planned()
    {
        var source = new PlanNode("source", "", new Numbers(() => Interlocked.Increment(ref _sent)), []);
        var byKey = Next("by key", new ByKey(), source);
        return new(
            [source, byKey, Next("sink", new Taker(() => Interlocked.Increment(ref _taken)), byKey)],
            Parallelism
        );
    }

    private static PlanNode Next(string name, Operator made, PlanNode input)
    {
        input.Operator.To(made, 0);
        return new(name, "", made, [input]);
    }

    /// <summary>It never ends, and its state is how many it sent.</summary>
    private sealed class Numbers(Action sent) : Operator, ISource
    {
        private const int AtOnce = 100;
        private long _next;

        public bool IsOver => false;

        public override string Layout => "numbers";

        public void Open() { }

        public void Close() { }

        public int Poll(TimeSpan wait)
        {
            for (var i = 0; i < AtOnce; i++)
            {
                sent();
                Emit(RowKind.Insert, [_next % 50]);
                _next++;
            }

            return AtOnce;
        }

        public void EmitWatermark() { }

        public void Drain() { }

        public void CommitOffsets() { }

        public override void Save(StateWriter to) => to.Number(_next);

        protected override void Process(int input, Change change) => throw new NotSupportedException();
    }

    private sealed class ByKey : Operator
    {
        public override RowKey KeyOf(int input) => RowKey.Places([0]);

        protected override void Process(int input, Change change) => Emit(change);
    }

    private sealed class Taker(Action taken) : Operator
    {
        protected override void Process(int input, Change change) => taken();
    }
}
