using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>How the topics that the statements read are read.</summary>
public sealed partial class JobForm
{
    private static readonly string[] SourceFieldNames =
    [
        "topic",
        "eventTime",
        "outOfOrdernessSeconds",
        "idleTimeoutSeconds",
        "key",
        "upsert",
    ];

    /// <summary>By topic.</summary>
    public Dictionary<string, SourceAnswers> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>The topics that the statements read, as far as they can be read.</summary>
    public IReadOnlyList<string> ReadTopics => [.. JobScript.Draft(Statements).Reads.Select(r => r.Name)];

    public SourceAnswers SourceOf(string table) => Sources.GetValueOrDefault(table) ?? (Sources[table] = new());

    /// <summary>A field of a topic that is read, as the spec names it; null while nothing is set for the topic.</summary>
    public string? SourceField(string table, string field) =>
        SetSources().IndexOf(table) is >= 0 and var at ? $"sources[{at}].{field}" : null;

    // In the order they have now, as what is written.
    private List<string> SetSources()
    {
        var read = ReadTopics;
        var now = (Current as JobSpec)?.Definition.Sources ?? [];
        return
        [
            .. now.Where(source => IsSourceSet(source.Table) || !SourceAnswers.Of(source).IsSet())
                .Select(source => source.Table)
                .Where(read.Contains)
                .Union(read.Where(IsSourceSet)),
        ];
    }

    private bool IsSourceSet(string table) => Sources.GetValueOrDefault(table)?.IsSet() == true;

    private IReadOnlyList<JobSource>? SpecSources() =>
        !IsJar && SetSources() is { Count: > 0 } set ? [.. set.Select(table => Sources[table].Source(table))] : null;

    private IEnumerable<(string Name, string Id)> SourceFields() =>
        SetSources()
            .SelectMany(table => SourceFieldNames.Select(field => (SourceField(table, field)!, "sources")))
            .Prepend(("sources", "sources"));

    private void FillSources(JobDefinition now)
    {
        foreach (var source in now.Sources ?? [])
        {
            Sources[source.Table] = SourceAnswers.Of(source);
        }
    }

    private void FillSources(JobAnswers answers)
    {
        foreach (var (table, source) in answers.Sources ?? [])
        {
            Sources[table] = source;
        }
    }
}
