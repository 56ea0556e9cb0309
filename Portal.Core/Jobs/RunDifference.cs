using Portal.Core.Jobs.Tables;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>What a run of a job does otherwise than the run before it: settings, statements, and the schema versions of its tables. Pure.</summary>
public static class RunDifference
{
    /// <param name="runs">Of one job, newest first.</param>
    /// <returns>None where it does the same; null where what one of the two did isn't known, and of the first.</returns>
    public static IReadOnlyList<FieldMove>? Of(IReadOnlyList<SeenJob> runs, SeenJob run)
    {
        var before = runs.SkipWhile(r => r.JobId != run.JobId).Skip(1).FirstOrDefault();
        return (before?.Definition, run.Definition) is ({ } then, { } now)
            ? [.. JobMerge.Between(then, now), .. Schemas(then, now)]
            : null;
    }

    private static IEnumerable<FieldMove> Schemas(JobDefinition then, JobDefinition now) =>
        (then.Schemas, now.Schemas) is ({ } former, { } present)
            ? from schema in former.Concat(present).DistinctBy(schema => (schema.Table, schema.IsOfKey))
            let before = former.FirstOrDefault(s => (s.Table, s.IsOfKey) == (schema.Table, schema.IsOfKey))
            let after = present.FirstOrDefault(s => (s.Table, s.IsOfKey) == (schema.Table, schema.IsOfKey))
            where before is null || !before.Is(after)
            orderby schema.Table, schema.IsOfKey
            select new FieldMove(
                $"table {schema.Table}{(schema.IsOfKey ? " key" : "")}",
                before?.InWords,
                after?.InWords
            )
            : [];
}
