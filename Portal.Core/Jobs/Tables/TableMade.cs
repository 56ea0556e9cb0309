using System.Collections.Immutable;

namespace Portal.Core.Jobs.Tables;

/// <summary>A topic's table, or what keeps it from being made.</summary>
internal abstract record TableMade
{
    private TableMade() { }

    /// <param name="Columns">As statements may name them.</param>
    /// <param name="HasKeySchema">Columns of it were made by the schema of the topic's keys.</param>
    public sealed record Fine(TableStatement Statement, ImmutableArray<TableColumn> Columns, bool HasKeySchema)
        : TableMade;

    /// <param name="Words">What stands in the way, and what to do.</param>
    /// <param name="Field">Of the job's source, the one that it is about; null where it is about none.</param>
    public sealed record Not(string Words, string? Field = null) : TableMade;
}
