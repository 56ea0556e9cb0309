using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>
/// What a job wrote before its first checkpoint, once its start is taken back. Without transactions it can be read at once, so a start from the
/// earlier state writes it a second time: allowed by at-least-once, and never left unsaid.
/// </summary>
public static class EarlyOutput
{
    private const string Again = "They stay readable, and a start from the earlier state writes them again.";

    /// <param name="counted">Records since its last start. Flink counts with a delay, so there may be more; null: not known.</param>
    /// <returns>Whole sentences; null when nothing that it wrote can be read.</returns>
    public static string? InWords(StartJob start, long? counted) =>
        (start.Definition.WritesInTransactions, counted) switch
        {
            (true, _) => null,
            (_, > 0) =>
                $"{start.On.Name} wrote at least {Quantity.Of(counted.Value, "record", "records")} before its first checkpoint. {Again}",
            _ => $"How many records {start.On.Name} wrote before its first checkpoint isn't known. {Again}",
        };
}
