namespace Portal.Core.Jobs.Failures;

/// <summary>An exception of a job that is about a record which it can't decode, and what to do.</summary>
public static class DecodingFailure
{
    /// <summary>What the words of such an exception begin with.</summary>
    public const string Mark = "Failed to deserialize";

    /// <summary>What to do, without the last full stop; null where the exception is about something else.</summary>
    public static string? Remedy(string words) =>
        words.StartsWith(Mark, StringComparison.Ordinal)
            ? "The job restarts at this record until it is skipped: set the policy for deserialization errors to skip, with a dead-letter topic, or correct the producer and start the job behind the record"
            : null;

    /// <param name="words">Without the last full stop.</param>
    internal static string InWords(string words) => Remedy(words) is { } remedy ? $"{words}. {remedy}" : words;
}
