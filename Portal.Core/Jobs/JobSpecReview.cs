using Portal.Core.Jobs.Sql;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>What is wrong with a job's spec in itself, by field.</summary>
public static class JobSpecReview
{
    /// <summary>The characters that statements may have.</summary>
    public const int LongestStatements = 64 * 1024;
    private const int LongestDescription = 2_000;
    private const int MostParallelism = 1_024;
    private const int MostKeys = 20;

    // A year.
    private const int LongestTtlSeconds = 366 * 24 * 3_600;

    public static IEnumerable<FieldProblem> Of(JobSpec spec)
    {
        var definition = spec.Definition;
        if (definition.Parallelism is < 1 or > MostParallelism)
        {
            yield return new("parallelism", $"A job runs with 1 to {MostParallelism:N0} parallel subtasks.");
        }

        foreach (var problem in CheckpointReview.Of(definition))
        {
            yield return problem;
        }

        foreach (var problem in definition.Restart?.Problems() ?? [])
        {
            yield return problem;
        }

        if (definition.StateTtlSeconds is < 1 or > LongestTtlSeconds)
        {
            yield return new(
                "stateTtlSeconds",
                $"State lives for 1 to {LongestTtlSeconds:N0} seconds after it was last written to. Leave it out to keep it for good."
            );
        }
        else if (definition is { StateTtlSeconds: not null, Program: not null })
        {
            yield return new("stateTtlSeconds", "A JAR's program sets how long its state lives. Leave it out.");
        }

        foreach (var problem in OneTimeReview.Of(spec))
        {
            yield return problem;
        }

        if (spec.Description.Length > LongestDescription)
        {
            yield return new("description", $"A description has at most {LongestDescription:N0} characters.");
        }

        var own = definition.Program is { } program ? ProgramReview.Of(definition, program) : Statements(definition);
        foreach (var problem in own)
        {
            yield return problem;
        }
    }

    private static IEnumerable<FieldProblem> Statements(JobDefinition definition)
    {
        if (definition.Statements.Trim().Length == 0)
        {
            return [new("statements", "Enter the statements: INSERT INTO cluster.topic SELECT … FROM cluster.topic.")];
        }

        if (definition.Statements.Length > LongestStatements)
        {
            return
            [
                new(
                    "statements",
                    $"The statements have {definition.Statements.Length:N0} characters; {LongestStatements:N0} are allowed."
                ),
            ];
        }

        var script = JobScript.Read(definition.Statements);
        return script.Faults.Length > 0
            ? script.Faults.Select(fault => new FieldProblem("statements", $"{fault}"))
            : Twice(definition, script)
                .Concat(Writes(definition, script))
                .Concat(SourceReview.Of(definition, script))
                .Concat(DeadLetterReview.Of(definition, script));
    }

    // Two sinks of one topic would take each other's transactions for those of a former run.
    private static IEnumerable<FieldProblem> Twice(JobDefinition definition, JobScript script) =>
        from written in script.Tables.Where(t => t.IsWritten).GroupBy(t => t.Name)
        where definition.Guarantee == JobGuarantee.ExactlyOnce && written.Count() > 1
        select new FieldProblem(
            "statements",
            $"Line {written.Last().Line}, column {written.Last().Column}: {written.Key} is written twice. Put both queries into one INSERT with UNION ALL."
        );

    private static IEnumerable<FieldProblem> Writes(JobDefinition definition, JobScript script)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < definition.Writes.Length; i++)
        {
            var sink = definition.Writes[i];
            if (script.Writes.All(w => w.Name != sink.Table))
            {
                yield return new(
                    $"writes[{i}].topic",
                    $"The statements don't write {sink.Table}; they write {string.Join(", ", script.Writes.Select(w => w.Name))}."
                );
            }
            else if (!seen.Add(sink.Table))
            {
                yield return new($"writes[{i}].topic", $"{sink.Table} is listed twice.");
            }

            if (sink.Key.Length > MostKeys)
            {
                yield return new($"writes[{i}].key", $"A key has at most {MostKeys} columns.");
            }

            if (sink is { Upsert: true, Key.IsEmpty: true })
            {
                yield return new(
                    $"writes[{i}].key",
                    "An upsert needs a key: name the columns by which one record replaces another."
                );
            }
        }
    }
}
