using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Resources;
using Portal.Tests.Applying;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Planning;

/// <summary>A broker that is away keeps nobody from creating or editing a topic that has a replica on each.</summary>
public sealed class BrokerAwayTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task An_edit_is_planned_while_a_broker_is_away()
    {
        await Manage("away.planned");
        _world.Kafka.Brokers = 2;

        var id = await Edit("away.planned");
        await _world.PlanAll();

        var view = await _world.View(id);
        view.Row.State.ShouldBe(ChangeState.Approved, view.Row.StatusMessage);
    }

    [Fact]
    public async Task What_was_approved_is_applied_though_a_broker_went_away_meanwhile()
    {
        await Manage("away.approved");
        _world.Kafka.Brokers = 3;
        var id = await Edit("away.approved");
        await _world.PlanAll();
        _world.Kafka.Brokers = 2;

        await _world.StartWorker();

        (await _world.Reaches(id, ChangeState.Applied)).Plan!.Number.ShouldBe(1);
    }

    [Fact]
    public async Task A_creation_is_planned_while_a_broker_is_away()
    {
        (_world.Kafka.Registered, _world.Kafka.Brokers) = (3, 2);

        var id = await _world.Ask(Create("away.new", replication: 3));
        await _world.PlanAll();

        var view = await _world.View(id);
        view.Row.State.ShouldBe(ChangeState.Approved, view.Row.StatusMessage);
        var check = view.Checks.Single(c => c.Name == "replication · away.new");
        check.Verdict.ShouldBe(CheckVerdict.Noted);
        check.Words.ShouldContain("2 are up now");
    }

    [Fact]
    public async Task A_creation_that_was_approved_is_applied_though_a_broker_went_away_meanwhile()
    {
        (_world.Kafka.Registered, _world.Kafka.Brokers) = (3, 3);
        var id = await _world.Ask(Create("away.made", replication: 3));
        await _world.PlanAll();
        _world.Kafka.Brokers = 2;

        await _world.StartWorker();

        (await _world.Reaches(id, ChangeState.Applied)).Plan!.Number.ShouldBe(1);
    }

    private async Task Manage(string topic)
    {
        await _world.Manage(topic);
        _world.Kafka.Change(topic, live => live with { Replication = 3 });
    }

    private Task<ChangeId> Edit(string topic) =>
        _world.Ask(Update(topic, 3) with { Spec = Spec(3, 3, ("segment.bytes", "500000000")) });
}
