using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Workers.Applying;

/// <summary>What the audit says of a step.</summary>
internal static class StepWords
{
    public static string Done(Step step, StepOrigin origin) =>
        origin switch
        {
            StepOrigin.Made => $"{What(step)}.",
            StepOrigin.Found => $"{What(step)}; found done after an interruption.",
            StepOrigin.Met => $"{What(step)}; somebody else had done it.",
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };

    public static string Undone(Step step) => $"Taken back: {What(step)}.";

    public static string NothingToUndo(Step step) => $"Nothing to take back on {step.Topic}.";

    private static string What(Step step) =>
        step switch
        {
            Step.CreateTopic create =>
                $"Topic {create.Topic} created with {create.Partitions} partitions and {create.Replication} replicas",
            Step.AlterConfigs alter => $"{alter.Topic} set to {string.Join(", ", alter.Configs.Select(Setting))}",
            Step.GrowPartitions grow => $"{grow.Topic} grown from {grow.Before} to {grow.After} partitions",
            Step.DeleteTopic delete => $"Topic {delete.Topic} ({delete.TopicId}) deleted",
            _ => throw new InvalidOperationException(step.GetType().Name),
        };

    private static string Setting(ConfigMove move) => $"{move.Name}={move.After ?? "its default"}";
}
