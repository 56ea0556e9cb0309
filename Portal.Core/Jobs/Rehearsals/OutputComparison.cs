using Portal.Core.Wording;

namespace Portal.Core.Jobs.Rehearsals;

/// <summary>
/// What the running version of a job and its rehearsal wrote since the savepoint, compared in a few sentences. A difference isn't a failure: a new
/// version may be meant to write something else. Pure.
/// </summary>
public static class OutputComparison
{
    private const int MostSamples = 3;

    /// <param name="table">The topic as the statements name it.</param>
    public static string InWords(string table, WrittenRecords running, WrittenRecords rehearsal)
    {
        var counts =
            $"{table} since the savepoint: {Records(running)} by the running version, {Records(rehearsal)} by the rehearsal.";
        var hasKeys = running.Records.Concat(rehearsal.Records).Any(r => r.Key is not null);
        return $"{counts} {(hasKeys ? ByKey(running, rehearsal) : ByValue(running, rehearsal))}";
    }

    private static string ByKey(WrittenRecords running, WrittenRecords rehearsal)
    {
        var (one, other) = (Newest(running), Newest(rehearsal));
        var differing = one.Where(r => other.TryGetValue(r.Key, out var o) && o.Value != r.Value.Value).ToList();
        var shapes = differing
            .Take(MostSamples)
            .Select(r => $"{r.Value.KeyShape}: {r.Value.ValueShape} and {other[r.Key].ValueShape}");
        return string.Join(
            ' ',
            $"Of their keys {Quantity.Count(one.Keys.Count(other.ContainsKey))} are in both;",
            Only(one.Values.Where(r => !other.ContainsKey(r.Key!)), "the running version", r => r.KeyShape) + ",",
            Only(other.Values.Where(r => !one.ContainsKey(r.Key!)), "the rehearsal", r => r.KeyShape) + ";",
            differing.Count == 0
                ? "the newest value of each key in both is the same."
                : $"for {Quantity.Of(differing.Count, "key", "keys")} the newest value differs ({string.Join("; ", shapes)})."
        );
    }

    private static string ByValue(WrittenRecords running, WrittenRecords rehearsal)
    {
        var one = running.Records.ToLookup(r => r.Value);
        var other = rehearsal.Records.ToLookup(r => r.Value);
        return string.Join(
            ' ',
            $"Without keys, {Quantity.Of(one.Count(g => other.Contains(g.Key)), "value is", "values are")} in both;",
            Only(one.Where(g => !other.Contains(g.Key)).Select(g => g.First()), "the running version", Shape) + ",",
            Only(other.Where(g => !one.Contains(g.Key)).Select(g => g.First()), "the rehearsal", Shape) + "."
        );
    }

    private static string Only(IEnumerable<WrittenRecord> records, string by, Func<WrittenRecord, string> shape)
    {
        var all = records.ToList();
        var shapes = all.Select(shape).Distinct(StringComparer.Ordinal).Take(MostSamples);
        return $"{Quantity.Count(all.Count)} only by {by}{(all.Count == 0 ? "" : $" ({string.Join(", ", shapes)})")}";
    }

    private static string Shape(WrittenRecord record) => record.ValueShape;

    // A record without a key is none that another replaces.
    private static Dictionary<string, WrittenRecord> Newest(WrittenRecords written) =>
        written
            .Records.Where(r => r.Key is not null)
            .GroupBy(r => r.Key!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);

    private static string Records(WrittenRecords written) =>
        $"{(written.IsWhole ? "" : "the first ")}{Quantity.Of(written.Records.Length, "record", "records")}";
}
