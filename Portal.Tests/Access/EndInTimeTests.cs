using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;
using Portal.Workers.Calendar;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>A client reads until its access ends: within a minute while workers run, as they are shipped, and at once when they come back.</summary>
public sealed class EndInTimeTests
{
    private const string Topic = "orders";
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(60);

    // Nobody who comes back gets anything done by the calendar's next turn.
    private static readonly (string, string) Hourly = ("Portal:Calendar:SweepEvery", "01:00:00");

    [LongFact]
    public async Task A_client_is_refused_in_time_on_the_local_cluster()
    {
        await using var kafka = await LocalKafka.Start(brokers: 1);
        await IsRefusedInTime(kafka.Bootstrap, kafka.Sasl);
    }

    [FullRunFact]
    public async Task A_client_is_refused_in_time_on_real_Kafka()
    {
        await using var kafka = await RealKafka.Start();
        await IsRefusedInTime(kafka.Bootstrap, kafka.Sasl);
    }

    private static async Task IsRefusedInTime(string bootstrap, string sasl)
    {
        await using var world = await WorkerWorld.On(bootstrap);
        await world.Manage(Topic);
        await GrantedClient.Writes(bootstrap, Topic);
        await world.Carry(ServiceAccountWorlds.Create("early"), ServiceAccountWorlds.Create("late"));
        var (early, late) = (("early", await world.Taken("early")), ("late", await world.Taken("late")));
        await WorksAndEnds(world);
        var first = TimeProvider.System.GetUtcNow().AddSeconds(20);
        var second = first.AddSeconds(20);
        await world.Carry(
            Grant("early", Reads(Topic, "User:early", first)),
            Grant("late", Reads(Topic, "User:late", second))
        );
        await Deadline.Until(async () => await Consumes(early) == ErrorCode.NoError);
        await Deadline.Until(async () => await Consumes(late) == ErrorCode.NoError);

        await Deadline.Until(() => TimeProvider.System.GetUtcNow() > first);
        (await Consumes(early)).ShouldBe(ErrorCode.NoError, "nobody works who could take it away");
        var back = await world.StartWorker(null, Hourly);
        await Deadline.Until(async () => GrantedClient.Refusals.Contains(await Consumes(early)));
        await WorkerWorld.Stop(back);

        await world.StartWorker();
        await Deadline.Until(
            async () => GrantedClient.Refusals.Contains(await Consumes(late)),
            second + Promised - TimeProvider.System.GetUtcNow()
        );
        TimeProvider.System.GetUtcNow().ShouldBeGreaterThanOrEqualTo(second);

        Task<ErrorCode> Consumes((string, string) who) => GrantedClient.Consumes(sasl, who, Topic, "app-test");
    }

    // The calendar's turns are in the store: the next one is an hour away for whoever comes later.
    private static async Task WorksAndEnds(WorkerWorld world)
    {
        var worker = await world.StartWorker(null, Hourly);
        await Deadline.Until(() => worker.Services.GetRequiredService<CalendarClock>().Complaint is null);
        await WorkerWorld.Stop(worker);
    }
}
