namespace Portal.Core.Jobs;

/// <summary>Flink's words for what a job does.</summary>
public static class FlinkStatus
{
    /// <summary>Submitted, or taken over by another JobManager, and not looked at yet.</summary>
    public const string Initializing = "INITIALIZING";
    public const string Running = "RUNNING";
    public const string Restarting = "RESTARTING";
    public const string Failing = "FAILING";

    /// <summary>Its tasks are being ended; one that hangs keeps it there.</summary>
    public const string Cancelling = "CANCELLING";
    public const string Failed = "FAILED";
    public const string Finished = "FINISHED";
    public const string Canceled = "CANCELED";

    private static readonly string[] Over = [Finished, Failed, Canceled];

    /// <summary>Of an operator of a job that runs: it is at work, or has read its bounded input to the end.</summary>
    public static bool IsUp(string status) => status is Running or Finished;

    /// <summary>A run that doesn't come back by itself. SUSPENDED isn't: another JobManager may take it over.</summary>
    public static bool IsOver(string status) => Over.Contains(status);
}
