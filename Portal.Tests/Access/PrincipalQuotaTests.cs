using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Changes.Plans;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Tests.Applying;
using Portal.Tests.Interop;
using Portal.Tests.Kit;
using Portal.Tests.ServiceAccounts;
using Portal.Workers.Collecting.Access;

namespace Portal.Tests.Access;

/// <summary>The client quotas of principals are read from the cluster, shown with them, and named when their account is deleted.</summary>
public sealed class PrincipalQuotaTests : IAsyncLifetime
{
    private LocalKafkaProcess _kafka = null!;
    private WorkerWorld _world = null!;

    public async Task InitializeAsync()
    {
        _kafka = await LocalKafkaProcess.Start(1);
        _world = await WorkerWorld.On(_kafka.Bootstrap);
    }

    public async Task DisposeAsync()
    {
        await _world.DisposeAsync();
        await _kafka.DisposeAsync();
    }

    [Fact]
    public async Task They_are_read_in_one_request_kept_while_the_cluster_is_silent_and_gone_with_the_quota()
    {
        (await Seen()).IsRead.ShouldBeFalse();
        await Set("producer_byte_rate", 1 << 20, ("user", "app"));
        await Set("consumer_byte_rate", 2048, ("user", "app"), ("client-id", "billing"));
        await Set("consumer_byte_rate", 9, ("user", null));
        await Set("consumer_byte_rate", 9, ("client-id", "app"));
        await Set("request_percentage", 5, ("user", "other"));

        await Look();
        (await Seen()).InWords().ShouldBe("1\u00A0MiB/s produce, 2\u00A0KiB/s consume by client id billing");

        await _kafka.Freeze();
        await Look();
        await _kafka.Thaw();
        var silent = await Seen();
        silent.Quotas.Count.ShouldBe(2);
        silent.Failure.ShouldNotBeNull();

        await Set("producer_byte_rate", null, ("user", "app"));
        await Set("consumer_byte_rate", 4096, ("user", "app"), ("client-id", "billing"));
        await Look();
        var after = await Seen();
        (after.InWords(), after.Failure).ShouldBe(("4\u00A0KiB/s consume by client id billing", null));
    }

    [Fact]
    public async Task The_plan_that_deletes_an_account_says_which_quotas_are_set_for_it()
    {
        await _world.Carry(ServiceAccountWorlds.Create("app"));
        await Set("producer_byte_rate", 1 << 20, ("user", "app"));
        await Look();

        var id = await _world.Ask(ServiceAccountWorlds.Delete("app"));
        await _world.PlanAll();

        var check = (await _world.View(id)).Checks.Single(each =>
            each.Name.StartsWith("quotas", StringComparison.Ordinal)
        );
        check.Verdict.ShouldBe(CheckVerdict.Noted);
        check.Words.ShouldBe(
            "Client quotas are set for it, so somebody expects clients that use it: 1\u00A0MiB/s produce. They stay on the cluster."
        );
    }

    private Task Look() =>
        new AclWatch(_world.Stores, _world.Get<IAclClusters>(), TimeProvider.System).Look(CancellationToken.None);

    private async Task<QuotasSeen> Seen()
    {
        await using var db = await _world.Open();
        var cluster = (await db.Set<Cluster>().SingleAsync(c => c.Name == "dev")).Id;
        return await _world.Get<LastSeenQuotas>().Of(cluster, "User:app", CancellationToken.None);
    }

    private async Task Set(string key, double? value, params (string Type, string? Name)[] entity)
    {
        await using var raw = new RawClient(_kafka.Bootstrap);
        (await raw.Set(key, value, entity)).ErrorMessage.ShouldBeNull();
    }
}
