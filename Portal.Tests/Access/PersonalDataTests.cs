using Portal.Core.Access;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Applying;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>Whoever approves access reads which of the topics hold personal data.</summary>
public sealed class PersonalDataTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.Manage("orders");
        await Labelled("customers", "data-class", "Personal");
        await Labelled("prices", "data-class", "public");
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task It_stands_in_the_risk_of_a_grant_on_a_topic_or_on_a_prefix_that_holds_some()
    {
        (await Risk("a", Reads("customers", "User:a"))).ShouldContain("Personal data: in customers.");
        (await Risk("b", Reads("prices", "User:b"))).ShouldNotContain(words => words.StartsWith("Personal data"));
        (await Risk("c", Reads("orders", "User:c"))).ShouldNotContain(words => words.StartsWith("Personal data"));
        (await Risk("d", Reads("cust", "User:d") with { Pattern = AclPattern.Prefixed })).ShouldContain(
            "Personal data: in customers."
        );
    }

    private async Task<IReadOnlyList<string>> Risk(string name, AccessSpec spec)
    {
        var id = await _world.Ask(Grant(name, spec));
        await _world.PlanAll();
        return [.. (await _world.View(id)).Plan.ShouldNotBeNull().RiskReasons.Select(reason => reason.Words)];
    }

    private Task Labelled(string topic, string key, string value)
    {
        _world.Kafka.Put(topic, 3, []);
        return _world.Record(
            TopicKind.Word,
            topic,
            WorkerWorld.Spec(3, 1) with
            {
                Labels = new(new Dictionary<string, string> { [key] = value }),
            }
        );
    }
}
