using System.Collections.Immutable;
using Portal.Core.Changes;
using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Topics;
using Portal.Tests.Applying;

namespace Portal.Tests.CrashMatrix;

/// <summary>One kind of step and one way to go: a change that comes through it, and what the world must be like in the end.</summary>
/// <param name="Acts">The acts that may reach the engine, each as often as it is named.</param>
public sealed record Scenario(
    string Topic,
    string Kind,
    StepDirection Direction,
    Func<WorkerWorld, Task> Prepare,
    ImmutableArray<ResourceDraft> Asked,
    ImmutableArray<string> Acts,
    Func<LiveTopic?, bool> EndsWell
)
{
    private const string Setting = "retention.ms";
    private const string Before = "3600000";
    private const string After = "7200000";

    public ChangeState End => Direction == StepDirection.Do ? ChangeState.Applied : ChangeState.RolledBack;

    /// <summary>What the matrix is made of, from a handler's kind of step. A kind that isn't here turns the matrix red.</summary>
    /// <param name="topic">The topic it is about, a name of its own in every cell.</param>
    public static Scenario Of(Type step, StepDirection direction, string topic) =>
        All(step, topic).Single(s => s.Direction == direction);

    public static IEnumerable<StepDirection> Ways(Type step) => All(step, "").Select(s => s.Direction);

    private static IEnumerable<Scenario> All(Type step, string topic) =>
        step.Name switch
        {
            nameof(CreateTopic) => [Create(topic), UndoCreate(topic)],
            nameof(AlterConfigs) => [Alter(topic), UndoAlter(topic)],
            nameof(GrowPartitions) => [Grow(topic)],
            nameof(DeleteTopic) => [Delete(topic)],
            var name => throw new InvalidOperationException($"The crash matrix knows no scenario for {name}."),
        };

    private static Scenario Create(string topic) =>
        new(
            topic,
            nameof(CreateTopic),
            StepDirection.Do,
            _ => Task.CompletedTask,
            [WorkerWorld.Create(topic)],
            ["Create"],
            live => live?.Partitions == 3
        );

    private static Scenario UndoCreate(string topic) =>
        new(
            topic,
            nameof(CreateTopic),
            StepDirection.Undo,
            _ => Task.CompletedTask,
            [WorkerWorld.Create(topic), WorkerWorld.Create(Second(topic))],
            ["Create", "SetConfigs", "Delete"],
            live => live is null
        );

    private static Scenario Alter(string topic) =>
        new(
            topic,
            nameof(AlterConfigs),
            StepDirection.Do,
            world => world.Manage(topic, 3, (Setting, Before)),
            [WorkerWorld.Update(topic, 3, (Setting, After))],
            ["SetConfigs"],
            live => live?.Configs[Setting].Value == After
        );

    private static Scenario UndoAlter(string topic) =>
        new(
            topic,
            nameof(AlterConfigs),
            StepDirection.Undo,
            world => world.Manage(topic, 3, (Setting, Before)),
            [WorkerWorld.Update(topic, 3, (Setting, After)), WorkerWorld.Create(Second(topic))],
            ["SetConfigs", "SetConfigs"],
            live => live?.Configs[Setting].Value == Before
        );

    private static Scenario Grow(string topic) =>
        new(
            topic,
            nameof(GrowPartitions),
            StepDirection.Do,
            world => world.Manage(topic),
            [WorkerWorld.Update(topic, 6)],
            ["GrowPartitions"],
            live => live?.Partitions == 6
        );

    private static Scenario Delete(string topic) =>
        new(
            topic,
            nameof(DeleteTopic),
            StepDirection.Do,
            world => world.Manage(topic),
            [WorkerWorld.Delete(topic)],
            ["Delete"],
            live => live is null
        );

    private static string Second(string topic) => $"{topic}{HookedHandler.Refused}";
}
