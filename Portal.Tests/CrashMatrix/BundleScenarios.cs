using Portal.Core.Changes.Requests;
using Portal.Core.Changes.Runs;
using Portal.Core.Schemas;
using Portal.Core.Topics;
using Portal.Schemas.Compatibility;
using Portal.Tests.Applying;
using Portal.Tests.CrashMatrix.Schemas;
using Portal.Tests.Schemas;

namespace Portal.Tests.CrashMatrix;

/// <summary>A topic and its schema in one change, which is applied as one and taken back as one.</summary>
internal static class BundleScenarios
{
    public static readonly Type[] Steps = [typeof(RegisterSchema), typeof(SetCompatibility), typeof(CreateTopic)];

    /// <param name="step">The one at which something happens.</param>
    public static Scenario Of(Type step, StepDirection way, string topic) =>
        way == StepDirection.Do
            ? new(
                topic,
                step.Name,
                way,
                _ => Task.CompletedTask,
                [Schema(topic), WorkerWorld.Create(topic)],
                ["Register", "SetLevel", "Create"],
                async world => await world.Live(topic) is not null && await IsRegistered(world, topic)
            )
            : new(
                topic,
                step.Name,
                way,
                _ => Task.CompletedTask,
                [Schema(topic), WorkerWorld.Create(topic), WorkerWorld.Create($"{topic}{HookedHandler.Refused}")],
                ["Register", "SetLevel", "Create", "SetConfigs", "Delete", "SetLevel", "DeleteVersion"],
                async world => await world.Live(topic) is null && await world.LiveSchema(Subject(topic)) is null
            );

    private static ResourceDraft Schema(string topic) =>
        SchemaWorlds.Register(Subject(topic), SchemaScenarios.First, CompatibilityLevel.Full);

    private static async Task<bool> IsRegistered(WorkerWorld world, string topic) =>
        await world.LiveSchema(Subject(topic)) is { Newest.Version: 1, Level: CompatibilityLevel.Full };

    private static string Subject(string topic) => $"{topic}-value";
}
