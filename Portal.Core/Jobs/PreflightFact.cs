namespace Portal.Core.Jobs;

/// <summary>What the newest test of a Flink found of one thing that a start depends on.</summary>
/// <param name="Name">As the test names it.</param>
/// <param name="IsFine">Null: not known.</param>
/// <param name="Words">What was found, without a full stop.</param>
/// <param name="Advice">What follows and what to do, as sentences; null where there is neither.</param>
public sealed record PreflightFact(string Name, bool? IsFine, string Words, string? Advice)
{
    public const string HighAvailability = "high-availability";
    public const string JobResultStore = "job-result-store";
    public const string Connector = "kafka-connector";
    public const string Gateway = "sql-gateway";
}
