using Portal.Core.Jobs.Sql;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>What is wrong in itself with how a job reads its topics, by field.</summary>
internal static class SourceReview
{
    private const int MostKeys = 20;

    // A week: windows stay open for as long.
    private const int LongestOutOfOrdernessSeconds = 7 * 24 * 3_600;
    private const int LongestIdleTimeoutSeconds = 24 * 3_600;

    public static IEnumerable<FieldProblem> OfProgram(JobDefinition definition) =>
        definition.Sources is { Count: > 0 }
            ? [new("sources", "The program of a JAR reads its topics itself. Leave sources out.")]
            : [];

    public static IEnumerable<FieldProblem> Of(JobDefinition definition, JobScript script)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var sources = definition.Sources ?? [];
        for (var i = 0; i < sources.Count; i++)
        {
            foreach (var (field, words) in Of(sources[i], definition, script, !seen.Add(sources[i].Table)))
            {
                yield return new($"sources[{i}].{field}", words);
            }
        }
    }

    private static IEnumerable<(string Field, string Words)> Of(
        JobSource source,
        JobDefinition definition,
        JobScript script,
        bool isRepeated
    )
    {
        if (script.Reads.All(r => r.Name != source.Table))
        {
            yield return (
                "topic",
                $"The statements don't read {source.Table}; they read {string.Join(", ", script.Reads.Select(r => r.Name))}."
            );
        }
        else if (isRepeated)
        {
            yield return ("topic", $"{source.Table} is listed twice.");
        }

        if (source.EventTime is { } field && field.Trim().Length == 0)
        {
            yield return ("eventTime", "Enter a field of the value, or leave it out for the record's timestamp.");
        }
        else if (source is { EventTime: not null, Upsert: true })
        {
            yield return (
                "eventTime",
                "A record that deletes a key has no value, so a changelog has no event time but the record's timestamp. Leave it out."
            );
        }
        else if (source.EventTime is not null && definition.Writes.Any(w => w.Upsert && w.Table == source.Table))
        {
            yield return (
                "eventTime",
                $"The job writes {source.Table} by upserts, and such a table has no event time. Leave it out."
            );
        }

        if (source.OutOfOrdernessSeconds is < 0 or > LongestOutOfOrdernessSeconds)
        {
            yield return (
                "outOfOrdernessSeconds",
                $"Rows may be 0 to {LongestOutOfOrdernessSeconds:N0} seconds out of order."
            );
        }

        if (source.IdleTimeoutSeconds is < 1 or > LongestIdleTimeoutSeconds)
        {
            yield return ("idleTimeoutSeconds", $"Enter 1 to {LongestIdleTimeoutSeconds:N0} seconds.");
        }

        if (source.Key.Length > MostKeys)
        {
            yield return ("key", $"A key has at most {MostKeys} columns.");
        }

        if (script.Writes.Any(w => w.Name == source.Table) && (source.Upsert || !source.Key.IsEmpty))
        {
            yield return (
                source.Upsert ? "upsert" : "key",
                $"The job writes {source.Table} too, and both go by one table. Set its key and upsert under writes, and leave them out here."
            );
        }
    }
}
