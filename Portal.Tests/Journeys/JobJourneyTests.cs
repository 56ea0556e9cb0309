using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Tests.Jobs;
using Portal.Tests.Kit;

namespace Portal.Tests.Journeys;

/// <summary>
/// On Apache Kafka with Apache Flink, and on the bundled cluster: a query of the studio becomes a job that counts in windows and is stable; a
/// next version that fails is taken back; and a reader of committed records finds each record counted once. Beside it a newcomer follows the guide to a first job.
/// </summary>
[Collection(JourneyBrokers.Shared)]
public sealed class JobJourneyTests(JourneyBrokers brokers)
{
    private const string Cluster = "local";
    private const string Clicks = "shop.clicks";
    private const string Counts = "shop.clicks-per-second";

    [FullRunFact]
    public async Task On_a_real_Flink()
    {
        var started = RealFlink.Start(slots: 4);
        var kafka = await brokers.Kafka;
        await using var flink = await started;
        await Journey(kafka.Bootstrap, flink.Url, flink.Gateway);
    }

    [LongFact]
    public async Task On_the_bundled_cluster()
    {
        await using var local = await LocalKafka.Start();
        await Journey(local.Bootstrap, local.Flink, local.SqlGateway);
    }

    private static async Task Journey(string bootstrap, string flink, string gateway)
    {
        await using var portal = await RunningPortal.Start(
            settings:
            [
                ("Portal__Calendar__WatchEvery", "00:00:02"),
                ("Portal__Applying__VerifyWithin", "00:01:00"),
                ("Portal__Jobs__Stability__Standard__Window", "00:00:05"),
            ]
        );
        var guide = new FirstJobGuide(portal, bootstrap, flink, gateway);
        await Registered(portal, bootstrap, guide);
        var clicks = new Clicks(bootstrap, JobJourneyTests.Clicks);
        var journey = new JobJourney(portal.Address, Cluster, "clicks-per-second");
        try
        {
            var followed = guide.Follow();
            await journey.Request(Statements("COUNT(*)"));
            await clicks.Write(400);
            await journey.IsStable();
            await journey.Upgrade(Statements("SUM(CAST(`value` AS INT))"), () => clicks.Write(300));
            await followed;
        }
        catch (Exception failure)
        {
            await using var db = await portal.Store();
            var ended = await db.Set<Change>().Select(c => $"{c.Title}: {c.State}, {c.StatusMessage}").ToListAsync();
            ended.AddRange(
                await db.Set<AuditEvent>()
                    .Where(e => e.ChangeId != null)
                    .Select(e => $"{e.Kind}: {e.Words}")
                    .ToListAsync()
            );
            throw new InvalidOperationException(
                $"{string.Join('\n', ended)}\n{failure.Message}\n{portal.Logs}",
                failure
            );
        }

        await clicks.Write(300);
        await clicks.CloseWindows();
        await EachIsCountedOnce(bootstrap, clicks.Written);
    }

    private static async Task Registered(RunningPortal portal, string bootstrap, FirstJobGuide guide)
    {
        var api = new ApiJourney(portal);
        await api.Register(Cluster, "dev", bootstrap);
        await guide.AddFlink();
        foreach (var topic in new[] { Clicks, Counts })
        {
            await api.Applied("ada", await api.Request("ada", Cluster, topic, partitions: 2, replication: 1));
        }
    }

    private static string Statements(string sum) =>
        $"""
            INSERT INTO {Cluster}.`{Counts}`
            SELECT CAST(window_start AS STRING) || '=' || CAST({sum} AS STRING)
            FROM TABLE(TUMBLE(TABLE {Cluster}.`{Clicks}`, DESCRIPTOR(event_time), INTERVAL '1' SECOND))
            GROUP BY window_start, window_end
            """;

    private static async Task EachIsCountedOnce(string bootstrap, int written)
    {
        var windows = await Produce.Committed(bootstrap, Counts, (written + 9) / Journeys.Clicks.PerSecond);
        windows.Select(line => line.Split('=')[0]).ShouldBeUnique();
        windows.Sum(line => int.Parse(line.Split('=')[1])).ShouldBe(written, string.Join('\n', windows));
    }
}
