namespace Portal.Core.Jobs.Savepoints;

/// <summary>What a release of Flink can, by the version that it reports.</summary>
public static class FlinkRelease
{
    /// <summary>With execution.state-recovery.path: an earlier one ignores it without a word (FLIP-406).</summary>
    private static readonly Version StateRecovery = new(1, 20);

    /// <summary>With SHOW JOBS (FLIP-222).</summary>
    private static readonly Version JobList = new(1, 17);

    /// <summary>
    /// Whether SQL starts from a savepoint or checkpoint there; an earlier release would start it without its state. A version that is no number counts as one
    /// that does: what it started is looked at.
    /// </summary>
    /// <param name="version">As it reports itself: "1.20.1".</param>
    public static bool RestoresSql(string version) => Minor(version) is not { } minor || minor >= StateRecovery;

    /// <summary>Whether its SQL Gateway knows a statement that lists jobs. A version that is no number counts as one that does.</summary>
    /// <param name="version">As it reports itself: "1.20.1".</param>
    public static bool ListsJobs(string version) => Minor(version) is not { } minor || minor >= JobList;

    /// <summary>Why SQL isn't started from a state, and what to do, as sentences.</summary>
    /// <param name="job">What isn't started, to begin a sentence.</param>
    /// <param name="release">With its version: "Flink 1.19.1".</param>
    public static string Refusal(string job, string release) =>
        $"{job} can't start from a savepoint or checkpoint: {Lack(release)} Upgrade its Flink and the SQL Gateway to 1.20 or later, or start the job stateless.";

    /// <summary>Why a stop of SQL can't be taken back, as sentences.</summary>
    /// <param name="release">With its version: "Flink 1.19.1".</param>
    internal static string FinalStop(string release) =>
        $"Its stop can't be taken back: {Lack(release)} Where a later step fails, the job stays stopped, and its state is kept. Upgrade its Flink and the SQL Gateway to 1.20 or later first, if it has to go on from there.";

    private static string Lack(string release) =>
        $"{release} doesn't know execution.state-recovery.path, which is new in 1.20, and would start the SQL without its state.";

    /// <summary>Null for what is no number.</summary>
    internal static Version? Minor(string version) =>
        Version.TryParse(version.Split('-')[0], out var read) ? new(read.Major, read.Minor) : null;
}
