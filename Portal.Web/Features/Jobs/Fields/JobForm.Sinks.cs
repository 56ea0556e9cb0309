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
        Written
            .Where(IsSet)
            .SelectMany((_, i) => new[] { ($"writes[{i}].topic", "writes"), ($"writes[{i}].key", "writes") })
            .Prepend(("statements", "statements"))
            .Concat(SourceFields());

    private bool IsSet(string table) =>
        Keys.GetValueOrDefault(table, "").Trim().Length > 0 || Upserts.GetValueOrDefault(table);

    private JobSink Sink(string table) =>
        new(table, JobSink.Columns(Keys.GetValueOrDefault(table)), Upserts.GetValueOrDefault(table));
}
