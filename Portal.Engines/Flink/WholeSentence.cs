namespace Portal.Engines.Flink;

/// <summary>A sentence of Flink's planner whose first line says that something is wrong, and the lines after it what.</summary>
internal static class WholeSentence
{
    private static readonly string[] Continued = ["Column types of query result and sink", "Invalid function call:"];

    /// <summary>The last one in a stack trace, in one line; null when there is none of the kind.</summary>
    public static string? In(string trace)
    {
        var begin = Continued.Max(start => trace.LastIndexOf(start, StringComparison.Ordinal));
        return begin < 0
            ? null
            : string.Join(
                ' ',
                trace[begin..]
                    .Split('\n')
                    .Select(line => line.Trim())
                    .TakeWhile(line =>
                        !line.StartsWith("at ", StringComparison.Ordinal)
                        && !line.StartsWith(FlinkTrace.Cause, StringComparison.Ordinal)
                    )
                    .Where(line => line.Length > 0)
            );
    }
}
