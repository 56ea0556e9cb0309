using System.Globalization;
using Portal.Core.Jobs;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>How a job reads a topic, while it is typed.</summary>
public sealed class SourceAnswers
{
    /// <summary>A field of the value; empty: the record's timestamp.</summary>
    public string EventTime { get; set; } = "";

    /// <summary>Seconds; empty: as for all topics.</summary>
    public string OutOfOrderness { get; set; } = "";

    /// <summary>Seconds; empty: as for all topics.</summary>
    public string IdleTimeout { get; set; } = "";

    /// <summary>Fields of the record's key, by commas; empty: the key isn't read.</summary>
    public string Key { get; set; } = "";

    /// <summary>It is read as a changelog.</summary>
    public bool Upsert { get; set; }

    /// <summary>Something of it is otherwise than for all topics.</summary>
    public bool IsSet() =>
        Upsert || new[] { EventTime, OutOfOrderness, IdleTimeout, Key }.Any(t => t.Trim().Length > 0);

    public static SourceAnswers Of(JobSource source) =>
        new()
        {
            EventTime = source.EventTime ?? "",
            OutOfOrderness = Text(source.OutOfOrdernessSeconds),
            IdleTimeout = Text(source.IdleTimeoutSeconds),
            Key = string.Join(", ", source.Key),
            Upsert = source.Upsert,
        };

    /// <param name="table">As the statements name it.</param>
    public JobSource Source(string table) =>
        new(
            table,
            EventTime.Trim() is { Length: > 0 } field ? field : null,
            Seconds(OutOfOrderness),
            Seconds(IdleTimeout),
            JobSink.Columns(Key),
            Upsert
        );

    private static string Text(int? seconds) => seconds?.ToString(CultureInfo.InvariantCulture) ?? "";

    // What isn't a number is none that Core takes, so that it refuses it in its own words.
    private static int? Seconds(string typed) =>
        typed.Trim() is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds
        : -1;
}
