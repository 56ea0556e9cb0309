namespace Portal.Core.Jobs.Failures;

/// <summary>An exception of a job that is about a record which it can't decode, and what to do.</summary>
public static class DecodingFailure
{
    /// <summary>What the words of such an exception begin with.</summary>
    public const string Mark = "Failed to deserialize";

    /// <summary>What to do, without the last full stop; null where the exception is about something else.</summary>
    public static string? Remedy(string words) =>
        words.StartsWith(Mark, StringComparison.Ordinal)
            ? "The job fails again at this record. Those of JSON topics can be skipped: set its policy for deserialization errors to skip, with a dead-letter topic, startAt earliest and the upgrade mode stateless. It then reads its topics from the earliest record and writes its results again"
            : null;

    /// <param name="words">Without the last full stop.</param>
    internal static string InWords(string words) => Remedy(words) is { } remedy ? $"{words}. {remedy}" : words;
}
