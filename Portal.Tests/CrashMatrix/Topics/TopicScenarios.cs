using System.Collections.Immutable;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Applying;

namespace Portal.Tests.CrashMatrix.Topics;

public sealed class TopicScenarios : IKindScenarios
{
    private const string Setting = "retention.ms";
    private const string Before = "3600000";
    private const string After = "7200000";

    public ResourceKind Kind => TopicKind.Word;

    public IEnumerable<Scenario> Of(Type step, string name) =>
        step.Name switch
        {
            nameof(CreateTopic) => [Create(name), UndoCreate(name)],
            nameof(AlterConfigs) => [Alter(name), UndoAlter(name)],
            nameof(GrowPartitions) => [Grow(name)],
            nameof(DeleteTopic) => [Delete(name)],
            _ => [],
        };

    public IEnumerable<CellPlan> Strangers(Type step) => TopicStrangers.Cells(step);

    private static Scenario Create(string topic) =>
        new(
            topic,
            nameof(CreateTopic),
            StepDirection.Do,
            _ => Task.CompletedTask,
            [WorkerWorld.Create(topic)],
            ["Create"],
            async world => await world.Live(topic) is var live && (live?.Partitions == 3)
        );

    private static Scenario UndoCreate(string topic) =>
        new(
            topic,
            nameof(CreateTopic),
            StepDirection.Undo,
            _ => Task.CompletedTask,
            [WorkerWorld.Create(topic), WorkerWorld.Create(Second(topic))],
            ["Create", "SetConfigs", "Delete"],
            async world => await world.Live(topic) is var live && (live is null)
        );

    private static Scenario Alter(string topic) =>
        new(
            topic,
            nameof(AlterConfigs),
            StepDirection.Do,
            world => world.Manage(topic, 3, (Setting, Before)),
            [WorkerWorld.Update(topic, 3, (Setting, After))],
            ["SetConfigs"],
            async world => await world.Live(topic) is var live && (live?.Configs[Setting].Value == After)
        );

    private static Scenario UndoAlter(string topic) =>
        new(
            topic,
            nameof(AlterConfigs),
            StepDirection.Undo,
            world => world.Manage(topic, 3, (Setting, Before)),
            [WorkerWorld.Update(topic, 3, (Setting, After)), WorkerWorld.Create(Second(topic))],
            ["SetConfigs", "SetConfigs"],
            async world => await world.Live(topic) is var live && (live?.Configs[Setting].Value == Before)
        );

    private static Scenario Grow(string topic) =>
        new(
            topic,
            nameof(GrowPartitions),
            StepDirection.Do,
            world => world.Manage(topic),
            [WorkerWorld.Update(topic, 6)],
            ["GrowPartitions"],
            async world => await world.Live(topic) is var live && (live?.Partitions == 6)
        );

    private static Scenario Delete(string topic) =>
        new(
            topic,
            nameof(DeleteTopic),
            StepDirection.Do,
            world => world.Manage(topic),
            [WorkerWorld.Delete(topic)],
            ["Delete"],
            async world => await world.Live(topic) is var live && (live is null)
        );

    private static string Second(string topic) => $"{topic}{HookedHandler.Refused}";
}
