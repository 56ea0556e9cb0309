using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.Journeys;

/// <summary>
/// docs/guide/first-job.md as a newcomer follows it: its commands up to the first job, each as it is written there, in their order. Only the addresses of
/// the engine are another's.
/// </summary>
internal sealed class FirstJobGuide(RunningPortal portal, string bootstrap, string flink, string gateway)
{
    private const string Job = "payments-per-minute";
    private const string Shell = "sh\n";
    private static readonly TimeSpan Promised = TimeSpan.FromMinutes(10);
    private readonly Stopwatch _since = Stopwatch.StartNew();

    public async Task AddFlink() => await Run("sam", "clusters/local/flink\"");

    /// <summary>From two topics to a job that is applied, which means that it is stable.</summary>
    public async Task Follow()
    {
        var api = new ApiJourney(portal);
        await api.Applied("ada", Id(await Run("ada", "\"kind\": \"topic\"")));
        await Run("ada", "flink/explain");
        var change = Id(await Run("ada", $"\"name\": \"{Job}\""));
        var payments = new Clicks(bootstrap, "payments", partitions: 1);
        await payments.Write(1_300);
        await payments.CloseWindows();
        // Three checkpoints, one each half a minute.
        await api.Applied("ada", change, Promised);

        await Deadline.Until(async () => await Health() == "stable");
        await Deadline.Until(async () => await Counted() == payments.Written, TimeSpan.FromSeconds(60));
        _since.Elapsed.ShouldBeLessThan(Promised);
        (await Run("ada", "flink/preview")).GetProperty("rows").GetArrayLength().ShouldBePositive();
    }

    private async Task<string?> Health() =>
        (await Run("ada", $"jobs/local/{Job}\"")).GetProperty("job").GetProperty("health").GetString();

    private async Task<int> Counted() =>
        (await Produce.Committed(bootstrap, "payments.per-minute", 1)).Sum(line =>
            int.Parse(line, CultureInfo.InvariantCulture)
        );

    private static long Id(JsonElement change) => change.GetProperty("change").GetProperty("id").GetInt64();

    private async Task<JsonElement> Run(string person, string which)
    {
        using var client = await portal.As(person);
        var answer = await Command.Run(
            "bash",
            "-c",
            $"set -eu; PORTAL=\"$1\"; TOKEN=\"$2\"; {Block(which).Replace("curl ", "curl --silent --show-error --fail-with-body ", StringComparison.Ordinal)}",
            "bash",
            portal.Address.GetLeftPart(UriPartial.Authority),
            client.DefaultRequestHeaders.Authorization!.Parameter!
        );
        return JsonSerializer.Deserialize<JsonElement>(answer);
    }

    private string Block(string which) =>
        File.ReadAllText(Repository.PathOf("docs/guide/first-job.md"))
            .Split("```")
            .First(block =>
                block.StartsWith(Shell, StringComparison.Ordinal) && block.Contains(which, StringComparison.Ordinal)
            )[Shell.Length..]
            .Replace("http://127.0.0.1:18081", flink, StringComparison.Ordinal)
            .Replace("http://127.0.0.1:18083", gateway, StringComparison.Ordinal);
}
