using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Collecting;
using Portal.Workers.Collecting.Access;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>A grant is bound to its topic. Nobody marks anything here: the collector reads the cluster, as in the product.</summary>
public sealed class RecreatedTopicTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_topic_that_is_created_again_under_a_grant_is_not_granted_once_the_collector_has_seen_it(
        bool hasSeenTheFormer
    )
    {
        await using var kafka = await LocalKafka.Start(brokers: 1);
        await using var world = await WorkerWorld.On(kafka.Bootstrap);
        await world.Manage("invoices");
        await world.Manage("orders");
        await world.Carry(Grant("bound", Reads("invoices", "User:bound")));
        await world.Carry(Grant("other", Reads("orders", "User:other")));
        var before = (await world.Live("invoices"))!.TopicId;
        var worker = hasSeenTheFormer ? await Collecting(world) : null;
        if (worker is not null)
        {
            await IsSeen(world, before);
        }

        await (await world.Cluster()).Delete(before, Soon, CancellationToken.None);
        await Deadline.Until(async () => await world.Live("invoices") is null);
        await world.Recreate("invoices");

        worker ??= await Collecting(world);
        await IsSeen(world, (await world.Live("invoices"))!.TopicId);
        await Deadline.Until(async () =>
        {
            await worker.Services.GetRequiredService<AclWatch>().Look(CancellationToken.None);
            await worker.Services.GetRequiredService<DueSweep>().Sweep(CancellationToken.None);
            return (await world.AclsOf("User:bound")).Count == 0;
        });
        (await world.Live("invoices")).ShouldNotBeNull().TopicId.ShouldNotBe(before);
        (await world.AclsOf("User:other")).Count.ShouldBe(3);
        await using var db = await world.Open();
        (await db.Set<AccessGrant>().SingleAsync(g => g.Name == "other")).EndedAt.ShouldBeNull();
    }

    private static Task<WebApplication> Collecting(WorkerWorld world) =>
        world.StartWorker(services => services.AddCollecting(Often));

    private static IConfiguration Often =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(
                new[] { "Every", "TopicsEvery", "LookEvery" }.Select(option =>
                    KeyValuePair.Create($"Portal:Collecting:{option}", (string?)"00:00:01")
                )
            )
            .Build();

    private static Task IsSeen(WorkerWorld world, Guid topic)
    {
        var id = TopicIds.Of(topic).Value;
        return Deadline.Until(async () =>
        {
            await using var db = await world.Open();
            return await db.Set<Incarnation>()
                .AnyAsync(i => i.Kind == TopicKind.Word && i.EngineId == id && i.GoneAt == null);
        });
    }
}
