namespace Portal.Tests.RealEngines.Flink.Lottery;

/// <summary>What the portal's API shows of a job.</summary>
internal sealed record ShownStatus(string Health, string? JobId, string Words);

/// <summary>Why a status isn't true.</summary>
internal enum Untruth
{
    /// <summary>The portal doesn't answer.</summary>
    NoAnswer,

    /// <summary>Flink doesn't answer, and the portal shows what was.</summary>
    Unconfirmed,

    /// <summary>Flink says otherwise.</summary>
    Contradicted,
}

/// <summary>Compares what is shown of a job with what its Flink says at the same time. Unknown is always true.</summary>
internal static class StatusTruth
{
    private const string Unknown = "unknown";

    /// <param name="shown">Null: the portal lists no such job.</param>
    /// <param name="flink">Null: it doesn't answer.</param>
    /// <returns>Null when it is true.</returns>
    public static Untruth? Of(ShownStatus? shown, string job, IReadOnlyList<ListedJob>? flink)
    {
        if (shown?.Health == Unknown)
        {
            return null;
        }

        if (flink is null)
        {
            return shown is null ? null : Untruth.Unconfirmed;
        }

        var alive = flink.FirstOrDefault(j => j.Name == job && j.IsAlive);
        var isTrue = shown?.Health switch
        {
            null or "suspended" or "failed" => alive is null,
            "starting" or "restarting" => alive?.Id == shown.JobId,
            _ => alive is { IsRunning: true } && alive.Id == shown.JobId,
        };
        return isTrue ? null : Untruth.Contradicted;
    }
}
