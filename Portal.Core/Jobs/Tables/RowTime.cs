using System.Collections.Immutable;
using System.Globalization;

namespace Portal.Core.Jobs.Tables;

/// <summary>The event time of a topic's rows: which column has it, and how its watermark follows. Pure.</summary>
/// <param name="Physical">The columns that records have, each as its type is read.</param>
/// <param name="Further">Columns that are computed, or come with the record, with how each is declared.</param>
/// <param name="Column">The one with the watermark.</param>
/// <param name="IsIso">A time in text is read as ISO 8601 has it.</param>
internal sealed record RowTime(
    ImmutableArray<TableColumn> Physical,
    ImmutableArray<(TableColumn Column, string As)> Further,
    string Column,
    bool IsIso
)
{
    private const string Type = "TIMESTAMP_LTZ(3)";
    private const string OfRecord = $"{Type} METADATA FROM 'timestamp' VIRTUAL";
    private const string Field = "eventTime";
    private const int MostOfOneUnit = 99;

    public IEnumerable<TableColumn> Columns => [.. Physical, .. Further.Select(f => f.Column)];

    public IEnumerable<string> Declarations =>
        Physical
            .Select(c => $"{JobDdl.Quoted(c.Name)} {c.Type}")
            .Concat(Further.Select(f => $"{JobDdl.Quoted(f.Column.Name)} {f.As}"));

    /// <summary>By the record's timestamp: <c>event_time</c>, unless the value has a column of that name.</summary>
    public static RowTime OfTimestamp(ImmutableArray<TableColumn> physical)
    {
        var name = physical.Any(c => c.Name == "event_time") ? "record_time" : "event_time";
        return new(physical, [(new(name, Type), OfRecord)], name, false);
    }

    /// <summary>By a field of the value: <c>event_time</c> again, so that statements stay as they are; the record's own is <c>record_time</c>.</summary>
    /// <param name="physical">Those of the value, and behind them those of the key alone.</param>
    public static (RowTime? Time, TableMade.Not? Problem) OfField(
        ImmutableArray<TableColumn> physical,
        ImmutableArray<TableColumn> value,
        string field
    )
    {
        if (value.FirstOrDefault(c => c.Name == field) is not { } column)
        {
            return (null, No($"It has no field {field}, which its event time names.", value));
        }

        if (Time(column) is not { } time)
        {
            return (null, No($"The field {field} is {Shown(column)}, which is no time.", value));
        }

        if (!column.IsRequired)
        {
            return (
                null,
                No(
                    $"The field {field} may be missing or null, and Flink fails a job at a row without event time. Make it required in the schema, or choose another one.",
                    value
                )
            );
        }

        var isIso = column.Bare == "STRING";
        physical = isIso ? physical.Replace(column, column with { Type = Type }) : physical;
        var taken = physical.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        (TableColumn, string)[] own = taken.Contains("record_time") ? [] : [(new("record_time", Type), OfRecord)];
        var name = taken.Contains("event_time") ? "row_time" : "event_time";
        return taken.Contains(name)
            ? (
                null,
                new TableMade.Not(
                    $"It has fields event_time and row_time, so no name is left for the column of its event time.",
                    Field
                )
            )
            : (new(physical, [(new(name, Type), $"AS {time}"), .. own], name, isIso), null);
    }

    public string Watermark(JobSource? source) =>
        $"WATERMARK FOR {JobDdl.Quoted(Column)} AS {JobDdl.Quoted(Column)} - INTERVAL {Interval(source?.OutOfOrdernessSeconds ?? JobSource.UsualOutOfOrdernessSeconds)}";

    // As an instant, whatever the field's type: so times of two topics compare.
    private static string? Time(TableColumn column)
    {
        var name = JobDdl.Quoted(column.Name);
        return (column.Bare, column.Logical) switch
        {
            ("TIMESTAMP(3)", _) => $"CAST({name} AS {Type})",
            ("STRING", "date-time") => $"CAST({name} AS {Type})",
            ("BIGINT", "timestamp-micros") => $"TO_TIMESTAMP_LTZ({name} / 1000, 3)",
            ("BIGINT", "timestamp-nanos") => $"TO_TIMESTAMP_LTZ({name} / 1000000, 3)",
            ("BIGINT", null) => $"TO_TIMESTAMP_LTZ({name}, 3)",
            _ => null,
        };
    }

    private static TableMade.Not No(string words, ImmutableArray<TableColumn> columns)
    {
        var fit = columns.Where(c => c.IsRequired && Time(c) is not null).Select(c => c.Name).ToList();
        return new(
            $"{words} {(fit.Count == 0 ? "No field of it can be: a required timestamp, date-time or number of epoch milliseconds. Leave eventTime out, and the record's timestamp is." : $"It can be {string.Join(", ", fit)}.")}",
            Field
        );
    }

    private static string Shown(TableColumn column) =>
        column.Logical is { } logical ? $"{column.Bare} ({logical})" : column.Bare;

    // SECOND alone takes two digits.
    private static string Interval(int seconds) =>
        seconds <= MostOfOneUnit
            ? string.Create(CultureInfo.InvariantCulture, $"'{seconds}' SECOND")
            : $"'{TimeSpan.FromSeconds(seconds).ToString(@"d\ hh\:mm\:ss", CultureInfo.InvariantCulture)}' DAY TO SECOND";
}
