namespace Portal.Tests.RealEngines.Flink.Lottery;

/// <summary>One version of a job that copies numbered records. All of them write the same.</summary>
/// <param name="Function">By which versions differ: it leaves a number as it is.</param>
internal sealed record JobVersion(string Function, int Parallelism, bool IsRehearsed = false)
{
    public const string Source = "lottery.in";
    private static readonly string[] Functions = ["TRIM", "LTRIM", "RTRIM", "LOWER"];

    public static JobVersion First => new(Functions[0], 1);

    public JobVersion Upgraded(bool isRehearsed) =>
        this with
        {
            Function = Functions[(Array.IndexOf(Functions, Function) + 1) % Functions.Length],
            IsRehearsed = isRehearsed,
        };

    public JobVersion Rescaled => this with { Parallelism = 3 - Parallelism, IsRehearsed = false };

    public static string Sink(string job) => $"{job}.out";

    public string Statements(string job) =>
        $"INSERT INTO {LotteryWorld.Cluster}.`{Sink(job)}` SELECT {Function}(`value`) FROM {LotteryWorld.Cluster}.`{Source}`";

    public static JobVersion Of(string statements, int parallelism) =>
        new(Functions.Single(f => statements.Contains($" {f}(", StringComparison.Ordinal)), parallelism);
}
