using Portal.Core.Jobs;
using Portal.Core.Wording;

namespace Portal.Web.Features.Jobs;

/// <summary>What the end of a job that runs interrupts, as its plan shows it.</summary>
internal static class InterruptionWords
{
    /// <summary>What is written again if it doesn't come to the savepoint, and how long its newest start took; null where it doesn't run.</summary>
    public static string? OfStop(JobEvidence? seen) =>
        seen switch
        {
            { Running: { } running, CheckpointAge: { } age } =>
                $"{(running.StateBytes is { } bytes ? $"{Quantity.Bytes(bytes)} of state, l" : "L")}ast checkpoint {Age.InWords(age)} before this was read{Since(running)}{Started(running)}",
            { Running: { } running } => $"It has completed no checkpoint{Behind(running)}{Started(running)}",
            _ => null,
        };

    /// <summary>After its last checkpoint: how many records came since, and how many it hadn't read; empty where that isn't known.</summary>
    public static string Since(RunningJob running) =>
        $"{(running.RecordsSince is { } records ? $"; {Quantity.Of(records, "record", "records")} came into its topics since then" : "")}{Behind(running)}";

    private static string Behind(RunningJob running) =>
        running.Behind switch
        {
            null => "",
            0 => "; no lag",
            { } records => $"; {Quantity.Of(records, "record", "records")} behind",
        };

    private static string Started(RunningJob running) =>
        running.LastStart is { } took ? $"; its last start took {Age.InWords(took)}" : "";
}
