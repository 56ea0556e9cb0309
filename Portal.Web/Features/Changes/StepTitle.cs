using Portal.Core.Changes;
using Portal.Core.Resources;
using Portal.Web.Wording;

namespace Portal.Web.Features.Changes;

/// <summary>A step in one line: the act, then the thing.</summary>
public static class StepTitle
{
    public static string Of(Step step) =>
        step switch
        {
            Step.CreateTopic create =>
                $"Create topic {create.Topic} with {Quantity.Of(create.Partitions, "partition", "partitions")}",
            Step.AlterConfigs { Configs: [var only] } alter => $"{Set(only)} on {alter.Topic}",
            Step.AlterConfigs alter => $"Set {alter.Configs.Length} settings on {alter.Topic}",
            Step.GrowPartitions grow => $"Grow {grow.Topic} from {grow.Before} to {grow.After} partitions",
            Step.DeleteTopic delete => $"Delete topic {delete.Topic}",
            _ => throw new InvalidOperationException(step.GetType().Name),
        };

    private static string Set(ConfigMove move) =>
        move.After is { } after
            ? $"Set {move.Name} to {Setting.InWords(move.Name, after).Words}"
            : $"Set {move.Name} back to its default";
}
