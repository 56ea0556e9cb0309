using System.Collections.Immutable;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Topics;

/// <summary>What "the default" is for the settings that a plan moves: a plan's values are only those that topics set.</summary>
public static class MovedDefaults
{
    /// <param name="live">As it is before the plan.</param>
    public static ImmutableSortedDictionary<string, string> Of(IReadOnlyList<Step> steps, LiveTopic live) =>
        steps
            .OfType<AlterConfigs>()
            .SelectMany(step => step.Configs)
            .Where(move => live.Configs.GetValueOrDefault(move.Name)?.ByDefault is not null)
            .ToImmutableSortedDictionary(
                move => move.Name,
                move => live.Configs[move.Name].ByDefault!,
                StringComparer.Ordinal
            );
}
