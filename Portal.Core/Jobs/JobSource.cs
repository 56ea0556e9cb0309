using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>How a job reads a topic, where its author says it.</summary>
/// <param name="Table">The topic as the statements name it: <c>prod.orders</c>.</param>
/// <param name="EventTime">The field of the value that is a row's event time; null: the record's timestamp is.</param>
/// <param name="OutOfOrdernessSeconds">How far the watermark stays behind the latest event time; null: <see cref="UsualOutOfOrdernessSeconds"/>.</param>
/// <param name="IdleTimeoutSeconds">After so long without a record a partition no longer holds the watermark; null: <see cref="UsualIdleTimeoutSeconds"/>.</param>
/// <param name="Key">The fields of the record's key that become columns; none: the key isn't read, unless it is a changelog.</param>
/// <param name="Upsert">It is read as a changelog: a record replaces the one before with the same key, and one without a value deletes it.</param>
public sealed record JobSource(
    string Table,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EventTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? OutOfOrdernessSeconds,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? IdleTimeoutSeconds,
    ImmutableArray<string> Key,
    bool Upsert = false
)
{
    public const int UsualOutOfOrdernessSeconds = 5;
    public const int UsualIdleTimeoutSeconds = 30;

    /// <summary>"createdAt, 30 s out of order": what a window of it goes by.</summary>
    [JsonIgnore]
    public string TimeInWords =>
        $"{EventTime ?? "the record's timestamp"}, {Unit.Of(OutOfOrdernessSeconds ?? UsualOutOfOrdernessSeconds, "s")} out of order";

    /// <summary>"dev.orders by createdAt, 30 s out of order, key id, as a changelog".</summary>
    [JsonIgnore]
    public string InWords =>
        string.Join(
            ", ",
            new[]
            {
                $"{Table} by {TimeInWords}",
                IdleTimeoutSeconds is { } idle ? $"idle after {Unit.Of(idle, "s")}" : null,
                Key.IsEmpty ? null : $"key {string.Join(' ', Key)}",
                Upsert ? "as a changelog" : null,
            }.OfType<string>()
        );

    public bool Equals(JobSource? other) =>
        other is not null
        && Table == other.Table
        && EventTime == other.EventTime
        && OutOfOrdernessSeconds == other.OutOfOrdernessSeconds
        && IdleTimeoutSeconds == other.IdleTimeoutSeconds
        && Key.SequenceEqual(other.Key)
        && Upsert == other.Upsert;

    public override int GetHashCode() => HashCode.Combine(Table, EventTime, OutOfOrdernessSeconds, Upsert);
}
