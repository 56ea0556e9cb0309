using Portal.Core.Health;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.Collecting;

/// <summary>Worker processes as they are shipped, of which one is killed without a word.</summary>
public sealed class KilledWorkerTests
{
    [LongFact]
    public async Task A_worker_that_is_killed_is_followed_by_another_that_goes_on_where_it_was()
    {
        await using var kafka = await LocalKafka.Start(1);
        using var client = new Client(kafka.Bootstrap);
        var topic = await client.Topic();
        await client.Produce(topic, 10);
        Commit(client, topic, 4);
        await using var world = await CollectWorld.Create();
        var cluster = await world.Register("one");
        await world.Execute($"update endpoint set addresses = '{kafka.Bootstrap}'");
        using var folder = AppProcess.Folder();
        using var one = Worker(folder, world.Address);
        using var other = Worker(folder, world.Address);
        var before = await world.Seen(cluster, s => s.Groups.GetValueOrDefault("billing")?.Lag == Amount.Of(6));
        var places = await world.Scalar<string>(Places);
        var fence = await world.Scalar<long>("select fence from collector");
        var owner = before.Collector.Owner!;

        // machine:process:number
        await Command.Run("kill", "-KILL", owner.Split(':')[1]);
        await client.Produce(topic, 5);
        var after = await world.Seen(
            cluster,
            s => s.Collector.Owner != owner && s.Groups["billing"].Lag == Amount.Of(11)
        );

        after.Collector.Owner!.Split(':')[1].ShouldNotBe(owner.Split(':')[1]);
        (await world.Scalar<long>("select fence from collector")).ShouldBeGreaterThan(fence);
        (await world.Scalar<string>(Places)).ShouldBe(places);
    }

    private const string Places =
        "select string_agg(chunk || ':' || slot || ':' || count, ' ' order by chunk, slot) from series";

    private static AppProcess Worker(RunFolder folder, string store) =>
        AppProcess.Start(
            folder,
            "Portal.Workers",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Portal"] = store,
                ["Portal__KeysDirectory"] = Path.Combine(folder.Path, "keys"),
                ["Portal__Collecting__Every"] = "00:00:00.2",
                ["Portal__Collecting__LookEvery"] = "00:00:00.2",
                ["Portal__Collecting__Lease"] = "00:00:04",
                ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{FreePorts.One()}",
            }
        );

    private static void Commit(Client client, string topic, long offset)
    {
        using var consumer = client.Consumer("billing");
        consumer.Commit([new(topic, 0, offset)]);
    }
}
