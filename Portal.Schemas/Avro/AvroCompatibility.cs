using Portal.Schemas.Compatibility;

namespace Portal.Schemas.Avro;

/// <summary>Avro's answer to who can read whom.</summary>
public static class AvroCompatibility
{
    /// <summary>Why data of the writer can't be read by the reader; nothing: it can.</summary>
    public static IReadOnlyList<Unreadable> Unreadable(AvroSchema reader, AvroSchema writer) =>
        [.. new AvroResolution(reader, writer).Mismatches().Select(Judged)];

    // The registry looks for what was written for each field by itself.
    private static Unreadable Judged(AvroMismatch found)
    {
        var isPassedOver = found.Rule == AvroRule.AliasTaken;
        return new(found.Path, found.Message, found.Offset, IsCertain: !isPassedOver, isPassedOver);
    }
}
