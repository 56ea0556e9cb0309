using System.Collections.Immutable;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>How the topics that the statements write get their keys.</summary>
public sealed partial class JobForm
{
    /// <summary>By topic, the columns of its key as they are typed.</summary>
    public Dictionary<string, string> Keys { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, bool> Upserts { get; } = new(StringComparer.Ordinal);

    /// <summary>The topics that the statements write, as far as they can be read.</summary>
    public IReadOnlyList<string> Written => [.. JobScript.Read(Statements).Writes.Select(w => w.Name)];

    private IEnumerable<(string Name, string Id)> SqlFields() =>
        SpecSinks()
            .SelectMany((_, i) => new[] { ($"writes[{i}].topic", "writes"), ($"writes[{i}].key", "writes") })
            .Prepend(("statements", "statements"))
            .Concat(SourceFields());

    // In the order they have now, with those that set nothing: what nobody touched is sent as it was, so that it is no edit.
    private ImmutableArray<JobSink> SpecSinks()
    {
        var written = Written;
        var now = Current is JobSpec spec ? spec.Definition.Writes : [];
        return
        [
            .. now.Where(sink => IsSet(sink.Table) || sink is { Upsert: false, Key.IsEmpty: true })
                .Select(sink => sink.Table)
                .Where(written.Contains)
                .Union(written.Where(IsSet))
                .Select(Sink),
        ];
    }

    private bool IsSet(string table) =>
        Keys.GetValueOrDefault(table, "").Trim().Length > 0 || Upserts.GetValueOrDefault(table);

    private JobSink Sink(string table) =>
        new(table, JobSink.Columns(Keys.GetValueOrDefault(table)), Upserts.GetValueOrDefault(table));
}
