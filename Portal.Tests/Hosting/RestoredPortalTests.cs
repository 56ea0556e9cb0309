using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Tests.Journeys;
using Portal.Tests.Kit;

namespace Portal.Tests.Hosting;

/// <summary>The shipped processes over a store, and over what was restored of its backup, on another port.</summary>
public sealed partial class RestoredPortalTests
{
    private const long Open = 3;

    // Of what the portal shows: the same in both, but for the restore itself in the audit log.
    private static readonly string[] Readings =
    [
        "status",
        "firstOffset",
        "endOffset",
        "producedPerSecond",
        "ageSeconds",
        "unknownBecause",
    ];
    private static readonly string[] Addresses =
    [
        "topics",
        "topics/main/orders",
        "changes",
        "changes/1",
        $"changes/{Open}",
        $"changes/{Open}/plan",
        "people",
        "people/ada",
        "people/ada/permissions",
        "teams",
        "service-accounts",
        "service-accounts/main/billing",
        "portal-service-accounts",
        "portal-service-accounts/nightly",
        "access",
        "role-rules",
        "specs",
        "audit?limit=200",
    ];

    [LongFact]
    public async Task What_was_restored_answers_as_the_original_does_and_its_open_change_is_approved_and_applied_there()
    {
        await using var kafka = await LocalKafka.Start(3);
        var database = await PostgresDatabase.Create();
        var server = await PostgresServer.Shared;
        var restored = $"{database.Name}_restored";
        using var folder = RunFolder.For("restored", "true");
        var keys = Directory.CreateDirectory(Path.Combine(folder.Path, "keys")).FullName;
        await using (var original = await RunningPortal.Over(database.ConnectionString, null))
        {
            using var there = await original.As("sam");
            await InUse(original, there, kafka.Bootstrap);
            await Restore(original, database.ConnectionString, server.ConnectionTo(restored), folder.Path);

            await using var portal = await RunningPortal.WebOver(
                server.ConnectionTo(restored),
                ("Portal__KeysDirectory", keys)
            );
            // The token is restored as well.
            using var here = new HttpClient { BaseAddress = portal.Address };
            here.DefaultRequestHeaders.Authorization = there.DefaultRequestHeaders.Authorization;
            foreach (var address in Addresses)
            {
                await Deadline.Until(async () =>
                {
                    (await Answer(here, address)).ShouldBe(await Answer(there, address), address);
                    return true;
                });
            }

            await portal.StartWorkers().Healthy(new Uri(portal.Workers, "/health/ready"));
            await new ApiJourney(portal).Approve("grace", Open);
            await new ApiJourney(portal).Applied("ada", Open);
            (await State(there)).ShouldBe("pending-approval");
        }

        await server.Execute($"drop database {restored} with (force)");
        await database.DisposeAsync();
    }

    // A topic, accounts of both kinds, and a change that waits for somebody; then nobody works on any more.
    private static async Task InUse(RunningPortal portal, HttpClient sam, string bootstrap)
    {
        var journey = new ApiJourney(portal);
        await journey.Register("main", "prod", bootstrap);
        await Done(await journey.Request("ada", "main", "orders", 3));
        await ApiJourney.Post(
            sam,
            "api/v1/portal-service-accounts",
            new
            {
                name = "nightly",
                team = "payments",
                description = "The nightly build.",
            }
        );
        await Done(await Account(portal));
        (await journey.Widen("ada", "main", "orders", 6)).ShouldBe(Open);
        await Deadline.Until(async () => await State(sam) == "pending-approval");
        await Deadline.Until(async () =>
            (await Answer(sam, "topics/main/orders")).Contains("\"partitions\":3", StringComparison.Ordinal)
        );
        portal.KillWorkers();

        async Task Done(long id)
        {
            await journey.Approve("grace", id);
            await journey.Applied("ada", id);
        }
    }

    private static async Task<long> Account(RunningPortal portal)
    {
        using var ada = await portal.As("ada");
        var account = new
        {
            kind = "service-account",
            operation = "create",
            cluster = "main",
            name = "billing",
            spec = new { rotation = 1 },
        };
        var asked = await ApiJourney.Post(
            ada,
            "api/v1/changes",
            new
            {
                owner = "payments",
                reason = "Reads the orders.",
                resources = new[] { account },
            }
        );
        return asked.GetProperty("change").GetProperty("id").GetInt64();
    }

    private static async Task Restore(RunningPortal original, string from, string to, string folder)
    {
        var backup = Path.Combine(folder, "backup");
        await BackupCommand.Run(
            from,
            folder,
            ["backup", backup, "--store", BackupCommand.Place(from), "--keys", original.Keys]
        );
        await BackupCommand.Run(
            to,
            folder,
            ["restore", backup, "--store", BackupCommand.Place(to), "--keys", Path.Combine(folder, "keys")]
        );
    }

    private static async Task<string?> State(HttpClient person) =>
        (string?)(await person.GetFromJsonAsync<JsonObject>($"api/v1/changes/{Open}"))!["change"]!["state"];

    private static async Task<string> Answer(HttpClient person, string address)
    {
        // Which transaction wrote a row last is each store's own, and so is each portal's address.
        var answer = RowVersion()
            .Replace(await person.GetStringAsync($"api/v1/{address}"), "")
            .Replace(person.BaseAddress!.ToString(), "", StringComparison.Ordinal);
        if (address.StartsWith("topics", StringComparison.Ordinal))
        {
            var topics = JsonNode.Parse(answer)!;
            DropReadings(topics);
            return topics.ToJsonString();
        }

        if (!address.StartsWith("audit", StringComparison.Ordinal))
        {
            return answer;
        }

        var page = JsonNode.Parse(answer)!;
        var events = page["items"]!.AsArray();
        events.Count.ShouldBeGreaterThan(5);
        foreach (var restore in events.Where(e => (string?)e!["kind"] == "store.restored").ToList())
        {
            events.Remove(restore);
        }

        return page.ToJsonString();
    }

    // They age while nobody reads, and each portal says since when it has heard nothing.
    private static void DropReadings(JsonNode node)
    {
        foreach (var reading in Readings)
        {
            (node as JsonObject)?.Remove(reading);
        }

        foreach (var child in (node as JsonObject)?.Select(member => member.Value) ?? node as JsonArray ?? [])
        {
            if (child is JsonObject or JsonArray)
            {
                DropReadings(child);
            }
        }
    }

    [GeneratedRegex("\"version\":[0-9]+,", RegexOptions.None, 5000)]
    private static partial Regex RowVersion();
}
