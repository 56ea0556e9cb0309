using System.Text.RegularExpressions;
using Portal.Core.Jobs.Arguments;
using Portal.Core.Jobs.Sql;
using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>What is wrong with the spec of a job that runs a JAR in itself, by field.</summary>
internal static partial class ProgramReview
{
    private const int LongestClass = 300;
    private const int LongestTopic = 400;

    public static IEnumerable<FieldProblem> Of(JobDefinition definition, JobProgram program)
    {
        if (definition.Statements.Length > 0)
        {
            yield return new("statements", "A job of a JAR has no statements. Leave them out, or choose the type sql.");
        }

        if (program.EntryClass is { } entry && (entry.Length > LongestClass || !ClassName().IsMatch(entry)))
        {
            yield return new("entryClass", "Enter the class with its package, in dots: com.example.OrdersJob.");
        }

        foreach (
            var problem in JarReview
                .Of(program)
                .Concat(ArgumentReview.Of(definition, program))
                .Concat(Secrets(program))
                .Concat(Topics(definition, program))
                .Concat(DeadLetterReview.OfProgram(definition))
                .Concat(SourceReview.OfProgram(definition))
        )
        {
            yield return problem;
        }
    }

    private static IEnumerable<FieldProblem> Secrets(JobProgram program)
    {
        if (program.Secrets.Length > ArgumentReview.Most)
        {
            yield return new("secretArguments", $"A program gets at most {ArgumentReview.Most} secret arguments.");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < program.Secrets.Length; i++)
        {
            var name = program.Secrets[i].Name;
            if (!ArgumentName().IsMatch(name))
            {
                yield return new(
                    $"secretArguments[{i}].name",
                    "Enter its name without hyphens before it: api-key becomes --api-key. It holds letters, digits, dots, underscores and hyphens."
                );
            }
            else if (!seen.Add(name))
            {
                yield return new($"secretArguments[{i}].name", $"{name} is listed twice.");
            }
        }
    }

    private static IEnumerable<FieldProblem> Topics(JobDefinition definition, JobProgram program)
    {
        var lists = new[]
        {
            (Field: "reads", Names: program.Reads.ToArray(), At: ""),
            (Field: "writes", Names: [.. definition.Writes.Select(w => w.Table)], At: ".topic"),
        };
        foreach (var (field, names, at) in lists)
        {
            if (names.Length > JobScript.Most)
            {
                yield return new(field, $"A job has at most {JobScript.Most} topics.");
            }

            for (var i = 0; i < names.Length; i++)
            {
                if (
                    names[i].Length > LongestTopic
                    || JobTableName.Declared(names[i], isWritten: false)
                        is not { Cluster.Length: > 0, Topic.Length: > 0 }
                )
                {
                    yield return new($"{field}[{i}]{at}", "Enter a topic with its cluster: prod.orders.");
                }
                else if (names.AsSpan(0, i).Contains(names[i]))
                {
                    yield return new($"{field}[{i}]{at}", $"{names[i]} is listed twice.");
                }
            }
        }

        for (var i = 0; i < definition.Writes.Length; i++)
        {
            if (definition.Writes[i] is { Upsert: true } or { Key.IsEmpty: false })
            {
                yield return new($"writes[{i}].key", "The program of a JAR makes its keys itself. Leave them out.");
            }
        }
    }

    [GeneratedRegex(
        @"^[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)*\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex ClassName();

    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9._-]{0,99}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex ArgumentName();
}
