using System.Collections.Immutable;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Tables;

namespace Portal.Core.Jobs.Previews;

/// <summary>From where a preview reads its topics. It ends where they end when it begins.</summary>
public enum PreviewFrom
{
    Earliest,

    /// <summary>Records of the last hour, by their own time.</summary>
    LastHour,

    /// <summary>Records of the last 24 hours, by their own time.</summary>
    LastDay,
}

/// <summary>Why a preview has no more rows.</summary>
public enum PreviewEnd
{
    /// <summary>All that its topics had was read.</summary>
    Whole,

    /// <summary>It has as many rows as a preview may.</summary>
    MostRows,

    /// <summary>Its time was over.</summary>
    Time,
}

/// <summary>Rows that a query gives now.</summary>
/// <param name="Rows">By column, masked; null for NULL. Of a query whose rows change, as they were at the end.</param>
/// <param name="Took">From when Flink began to run it.</param>
public sealed record RowPreview(
    ImmutableArray<TableColumn> Columns,
    ImmutableArray<ImmutableArray<string?>> Rows,
    PreviewEnd End,
    TimeSpan Took
);

/// <summary>What came of a preview: rows, or why there are none.</summary>
/// <param name="Faults">What has to be fixed first, at its place in the text.</param>
/// <param name="Unknown">Why Flink gave none; null when it did, or when there are faults.</param>
public sealed record PreviewOutcome(RowPreview? Rows, ImmutableArray<SqlFault> Faults, string? Unknown)
{
    public static PreviewOutcome Refused(params ImmutableArray<SqlFault> faults) => new(null, faults, null);
}

/// <summary>How the topics of a preview are read.</summary>
/// <param name="Since">Records that are no older; null: from the earliest.</param>
public sealed record PreviewReading(DateTimeOffset? Since)
{
    public static PreviewReading Of(PreviewFrom from, DateTimeOffset now) =>
        new(
            from switch
            {
                PreviewFrom.LastHour => now.AddHours(-1),
                PreviewFrom.LastDay => now.AddDays(-1),
                _ => null,
            }
        );
}
