using Confluent.Kafka;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Topics;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Tests.CrashMatrix.Topics;

/// <summary>Somebody changes the same thing while a worker is at it. What to expect is said for each kind of step.</summary>
public static class TopicStrangers
{
    private static readonly ActBefore Soon = new(() => TimeSpan.FromSeconds(20));

    public static IEnumerable<CellPlan> Cells(Type step) =>
        step.Name switch
        {
            nameof(CreateTopic) =>
            [
                new(step, StepDirection.Do, "another made otherwise", CrashPoint.BeforeIntent, MadeOtherwise),
                new(step, StepDirection.Do, "another made alike", CrashPoint.BeforeIntent, MadeAlike),
                new(step, StepDirection.Do, "grown and killed", CrashPoint.AfterAct, GrownBehindUs),
                new(step, StepDirection.Undo, "written to", CrashPoint.BeforeIntent, WrittenTo),
            ],
            nameof(AlterConfigs) =>
            [
                new(
                    step,
                    StepDirection.Do,
                    "set and killed",
                    CrashPoint.BeforeIntent,
                    cell => Set(cell, CrashPoint.BeforeIntent, ChangeState.Stale)
                ),
                new(
                    step,
                    StepDirection.Do,
                    "set and killed",
                    CrashPoint.AfterIntent,
                    cell => Set(cell, CrashPoint.AfterIntent, ChangeState.Stuck)
                ),
                new(
                    step,
                    StepDirection.Undo,
                    "set and killed",
                    CrashPoint.BeforeIntent,
                    cell => Set(cell, CrashPoint.BeforeIntent, ChangeState.Stuck)
                ),
            ],
            nameof(GrowPartitions) =>
            [
                new(step, StepDirection.Do, "grown further and killed", CrashPoint.AfterIntent, GrownFurther),
            ],
            nameof(DeleteTopic) =>
            [
                new(step, StepDirection.Do, "made again and killed", CrashPoint.AfterIntent, MadeAgain),
            ],
            _ => [],
        };

    private static async Task MadeOtherwise(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.BeforeIntent);
        var theirs = await Make(cell, partitions: 5);
        await cell.GoesOn(worker);
        await cell.Ends(ChangeState.RolledBack);
        (await cell.World.Live(cell.Scenario.Name))!.TopicId.ShouldBe(theirs);
        await Judgement.Sound(cell);
    }

    private static async Task MadeAlike(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.BeforeIntent);
        var theirs = await Make(cell, partitions: 3);
        await cell.GoesOn(worker);
        var view = await cell.Ends();
        view.Run!.Journal[^1].Result.ShouldBe(nameof(StepOrigin.Met));
        (await cell.World.Live(cell.Scenario.Name))!.TopicId.ShouldBe(theirs);
        await Judgement.Sound(cell);
    }

    private static async Task GrownBehindUs(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterAct);
        await Grow(cell, 5);
        await cell.Dies();
        await IsStuck(cell);
        (await cell.World.Live(cell.Scenario.Name))!.Partitions.ShouldBe(5);
    }

    private static async Task WrittenTo(Cell cell)
    {
        var worker = await cell.WorkerAt(CrashPoint.BeforeIntent);
        using (
            var producer = new ProducerBuilder<Null, string>(
                new ProducerConfig { BootstrapServers = cell.World.Bootstrap }
            ).Build()
        )
        {
            await producer.ProduceAsync(cell.Scenario.Name, new Message<Null, string> { Value = "theirs" });
        }

        await cell.GoesOn(worker);
        await IsStuck(cell);
        // The door is open again.
        await IsShown(cell, live => live.Configs["max.message.bytes"].IsDefault);
    }

    private static async Task Set(Cell cell, CrashPoint point, ChangeState end)
    {
        await cell.WorkerAt(point);
        var theirs = new Dictionary<string, string?> { ["retention.ms"] = "5400000" };
        await (await cell.World.Cluster()).SetConfigs(cell.Scenario.Name, theirs, Soon, CancellationToken.None);
        await IsShown(cell, live => live.Configs["retention.ms"].Value == "5400000");
        await cell.Dies();
        await cell.AnotherWorker();
        (await cell.Ends(end)).Row.StatusMessage.ShouldNotBeNullOrEmpty();
        (await cell.World.Live(cell.Scenario.Name))!.Configs["retention.ms"].Value.ShouldBe("5400000");
        await Judgement.Sound(cell);
    }

    private static async Task GrownFurther(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterIntent);
        await Grow(cell, 8);
        await cell.Dies();
        await IsStuck(cell);
        (await cell.World.Live(cell.Scenario.Name))!.Partitions.ShouldBe(8);
    }

    private static async Task MadeAgain(Cell cell)
    {
        await cell.WorkerAt(CrashPoint.AfterIntent);
        var ours = (await cell.World.Live(cell.Scenario.Name))!.TopicId;
        await (await cell.World.Cluster()).Delete(ours, Soon, CancellationToken.None);
        await Kit.Deadline.Until(async () => await cell.World.Live(cell.Scenario.Name) is null);
        var theirs = await Make(cell, partitions: 5);
        await cell.Dies();
        await cell.AnotherWorker();
        await cell.Ends();
        (await cell.World.Live(cell.Scenario.Name))!.TopicId.ShouldBe(theirs);
        await Judgement.Sound(cell);
    }

    private static async Task IsStuck(Cell cell)
    {
        await cell.AnotherWorker();
        (await cell.Ends(ChangeState.Stuck)).Row.StatusMessage.ShouldNotBeNullOrEmpty();
        await Judgement.Sound(cell);
    }

    private static async Task Grow(Cell cell, int partitions)
    {
        await (await cell.World.Cluster()).GrowPartitions(cell.Scenario.Name, partitions, Soon, CancellationToken.None);
        await IsShown(cell, live => live.Partitions == partitions);
    }

    // No worker can heed what its broker doesn't show yet.
    private static Task IsShown(Cell cell, Func<LiveTopic, bool> changed) =>
        Kit.Deadline.Until(async () => await cell.World.Live(cell.Scenario.Name) is { } live && changed(live));

    private static async Task<Guid> Make(Cell cell, int partitions)
    {
        var cluster = await cell.World.Cluster();
        var step = new CreateTopic(TopicKind.On(new(1), cell.Scenario.Name), partitions, 1, []);
        var made = await cluster.Create(step, Soon, CancellationToken.None);
        await Kit.Deadline.Until(async () => await cell.World.Live(cell.Scenario.Name) is not null);
        return made;
    }
}
