namespace Portal.Core.Topics;

/// <summary>How a topic is cleaned before a plan and after it.</summary>
/// <param name="After">Null: a default that isn't known.</param>
internal sealed record CleanupPolicy(string Before, string? After)
{
    public const string Name = "cleanup.policy";

    public bool MayCompact => Has("compact", Before) || After is null || Has("compact", After);

    /// <param name="live">As it is before the moves.</param>
    public static CleanupPolicy Of(IEnumerable<ConfigMove> moves, LiveTopic live)
    {
        // A topic whose policy isn't told is one that Kafka cleans by deleting: its default.
        var before = live.Configs.GetValueOrDefault(Name)?.Value ?? "delete";
        return new(
            before,
            moves.FirstOrDefault(m => m.Name == Name) is { } move ? TopicDiff.After(move, live) : before
        );
    }

    public static bool Has(string word, string policy) =>
        policy.Split(',', StringSplitOptions.TrimEntries).Contains(word);
}
