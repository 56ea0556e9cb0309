using System.Globalization;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.Api;

/// <summary>
/// The API in a process of its own, sent what nobody means by a holder of each role: no answer that isn't described, and no memory that grows with what
/// was sent.
/// </summary>
public sealed class FuzzedProcessTests(FuzzedProcessTests.LongWeb web, ITestOutputHelper output)
    : IClassFixture<FuzzedProcessTests.LongWeb>
{
    // Beyond the most that it had in the first of the rounds: each round sends as much again.
    private const long MostMoreMiB = 96;

    [LongFact]
    public async Task Ten_thousand_odd_requests_by_every_role_get_described_answers_and_take_no_more_memory_than_the_first()
    {
        await SingleRole.Plant(web);
        using var folder = AppProcess.Folder();
        var address = new Uri($"http://127.0.0.1:{FreePorts.One()}");
        using var process = AppProcess.Start(
            folder,
            "Portal.Web",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Portal"] = web.StoreConnection,
                ["Portal__KeysDirectory"] = Path.Combine(folder.Path, "keys"),
                ["Portal__Identity__Mode"] = "Embedded",
                ["Portal__Api__RequestsPerSecondAndToken"] = "100000",
                ["Portal__Api__RequestsPerSecondAndPerson"] = "100000",
                ["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority),
            }
        );
        await process.Healthy(new Uri(address, "/health/ready"));
        var operations = await ApiDescription.Operations(web);
        var (sent, surprises, most) = (0, new List<string>(), new List<long>());
        foreach (var holder in SingleRole.All.Where(h => h.Team is null || h.Team == SingleRole.Teams[0]))
        {
            using var client = new HttpClient { BaseAddress = address };
            client.DefaultRequestHeaders.Authorization = new("Bearer", await web.Token(holder.Handle));
            var (asked, found) = await OpenApiTests.Surprises(client, holder.Handle, operations);
            sent += asked;
            surprises.AddRange(found);
            most.Add(await MostMiB(process));
        }

        output.WriteLine($"{sent} requests; most memory after each role: {string.Join(", ", most)} MiB.");
        string.Join('\n', surprises.Take(20)).ShouldBeEmpty();
        sent.ShouldBeGreaterThan(10_000);
        (most[^1] - most[0]).ShouldBeLessThan(MostMoreMiB);
        process.HasEnded.ShouldBeFalse();
    }

    // VmHWM: the most that was ever resident.
    private static async Task<long> MostMiB(AppProcess process)
    {
        var line = (await File.ReadAllLinesAsync($"/proc/{process.Id}/status")).Single(each =>
            each.StartsWith("VmHWM:", StringComparison.Ordinal)
        );
        return long.Parse(
                line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(),
                CultureInfo.InvariantCulture
            ) / 1024;
    }

    public sealed class LongWeb : UnhurriedWeb
    {
        public override bool IsNeeded => EngineSkip.FullRunOnly is null;
    }
}
