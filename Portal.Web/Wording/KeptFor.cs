using System.Collections.Immutable;
using System.Globalization;
using Portal.Core.Changes;
using Portal.Core.Topics;
using Portal.Core.Wording;

namespace Portal.Web.Wording;

/// <summary>How long a topic keeps its records.</summary>
public static class KeptFor
{
    public static string InWords(ImmutableSortedDictionary<string, LiveConfig> configs) =>
        configs.GetValueOrDefault("cleanup.policy")?.Value == "compact" ? "latest per key"
        : Milliseconds(configs) is not { } kept ? "unknown"
        : kept == double.MaxValue ? "forever"
        : Age.InWords(TimeSpan.FromMilliseconds(kept));

    /// <summary>Null when the broker doesn't tell.</summary>
    public static double? Milliseconds(ImmutableSortedDictionary<string, LiveConfig> configs) =>
        double.TryParse(configs.GetValueOrDefault("retention.ms")?.Value, CultureInfo.InvariantCulture, out var kept)
            ? kept is < 0 or > 3e13
                ? double.MaxValue
                : kept
            : null;
}
