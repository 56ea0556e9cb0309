using System.Collections.Immutable;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Topics;

/// <summary>What "the default" is for the settings that a plan moves, and for cleanup.policy where it adds partitions: a plan's values are only those that topics set.</summary>
public static class MovedDefaults
{
    /// <param name="live">As it is before the plan.</param>
    public static ImmutableSortedDictionary<string, string> Of(IReadOnlyList<Step> steps, LiveTopic live) =>
        steps
            .SelectMany(Settings)
            .Distinct(StringComparer.Ordinal)
            .Where(name => live.Configs.GetValueOrDefault(name)?.ByDefault is not null)
            .ToImmutableSortedDictionary(name => name, name => live.Configs[name].ByDefault!, StringComparer.Ordinal);

    private static IEnumerable<string> Settings(Step step) =>
        step switch
        {
            AlterConfigs alter => alter.Configs.Select(move => move.Name),
            GrowPartitions => [CleanupPolicy.Name],
            _ => [],
        };
}
