using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Clusters;
using Portal.Core.JobCredentials;

namespace Portal.Tests.Clusters;

/// <summary>Clusters that are registered without Kafka, and given one later.</summary>
public sealed class FlinkAloneTests : IAsyncLifetime
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly ClusterDraft Edge = new("edge", "dev", "local", "", HasKafka: false);
    private Registry _registry = null!;

    public async Task InitializeAsync() => _registry = await Registry.Open();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task A_cluster_with_Flink_alone_is_registered_and_nothing_is_connected_to()
    {
        var id = await _registry.Register(Edge);

        _registry.Probe.Asked.ShouldBeEmpty();
        (await Stored(id)).ShouldBe(Edge);
        await using var db = await _registry.Db();
        (await db.Set<Cluster>().SingleAsync()).EngineId.ShouldBeNull();
        (await Words(id)).ShouldBe(["sam registered edge, without Kafka."]);
    }

    [Fact]
    public async Task Several_are_registered_and_a_name_is_taken_once()
    {
        await _registry.Register(Edge);
        await _registry.Register(Edge with { Name = "edge-2" });

        (await Refused(_registry.Registration.Register(_registry.Sam, Edge, Never))).Fields!.Keys.ShouldBe([
            ClusterField.Name,
        ]);
        var wanted = Edge with { Environment = "qa", Addresses = "127.0.0.1:9092" };
        (await Refused(_registry.Registration.Register(_registry.Sam, wanted, Never))).Fields!.Keys.ShouldBe([
            ClusterField.Addresses,
            ClusterField.Environment,
        ]);
        (await Refused(_registry.Registration.Register(_registry.Ada, Edge, Never))).Kind.ShouldBe(RefusalKind.Denied);
    }

    [Fact]
    public async Task There_is_nothing_to_test_without_Kafka()
    {
        (await Refused(_registry.Registration.Test(_registry.Sam, Edge, null, Never)))
            .Fields!.ShouldHaveSingleItem()
            .ShouldBe(
                new(ClusterField.Kafka, "Without Kafka nothing is connected to. Its Flink is tested when it is added.")
            );
        (await Refused(_registry.Registration.Test(_registry.Ada, Edge, null, Never))).Kind.ShouldBe(
            RefusalKind.Denied
        );
    }

    [Fact]
    public async Task Kafka_is_added_by_an_edit_once_it_answers_and_stays()
    {
        var id = await _registry.Register(Edge);
        await Edited(id, Edge with { Name = "border" });
        _registry.Probe.Asked.ShouldBeEmpty();
        var given = Registry.SignedIn() with { Name = "border" };

        _registry.Probe.Answer = new ProbeAnswer.Failed("Nothing listens there.", ClusterField.Addresses);
        (await Refused(Edit(id, given))).Fields!.Keys.ShouldBe([ClusterField.Addresses]);
        (await Stored(id)).HasKafka.ShouldBeFalse();

        _registry.Probe.Answer = ScriptedProbe.Cluster("engine-b");
        await Edited(id, given);
        (await Stored(id)).ShouldBe(given with { Password = null });
        await using (var db = await _registry.Db())
        {
            (await db.Set<Cluster>().SingleAsync()).EngineId.ShouldBe("engine-b");
            (await db.Set<Secret>().SingleAsync()).Protected.ShouldNotBeNull();
        }

        (await Words(id)).ShouldBe([
            "sam registered edge, without Kafka.",
            "sam changed how border is registered.",
            "sam added Kafka to border: 127.0.0.1:9092 by SASL_SSL.",
        ]);

        (await Refused(Edit(id, Edge with { Name = "border" })))
            .Fields![ClusterField.Kafka]
            .ShouldBe("border has Kafka and keeps it. Deregister the cluster to have it managed from here no longer.");
    }

    [Fact]
    public async Task A_Kafka_that_is_registered_already_is_not_added_to_another()
    {
        await _registry.Register(Registry.Draft());
        var id = await _registry.Register(Edge);

        (await Refused(Edit(id, Registry.Draft("edge")))).Words.ShouldBe(
            "This cluster is registered already, as billing."
        );
        (await Stored(id)).HasKafka.ShouldBeFalse();
    }

    [Fact]
    public async Task Jobs_have_no_sign_in_to_a_Kafka_that_is_not_there()
    {
        var id = await _registry.Register(Edge);

        (
            await Refused(_registry.JobKafka.Save(_registry.Sam, id, new JobKafkaDraft("kafka:9092"), null, Never))
        ).Words.ShouldBe("edge has no Kafka. Add that first.");
        _registry.Probe.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_deregistered_as_any_other()
    {
        var id = await _registry.Register(Edge);

        (await _registry.Deregistration.Deregister(_registry.Sam, id, Never)).ShouldBeOfType<Outcome<ClusterId>.Done>();

        (await Words(id))[^1].ShouldBe("sam deregistered edge; its credentials were erased.");
        await _registry.Register(Edge);
    }

    private static async Task<Refusal> Refused<T>(Task<Outcome<T>> act) =>
        (await act).ShouldBeOfType<Outcome<T>.Refused>().Why;

    private Task<Outcome<ClusterId>> Edit(ClusterId id, ClusterDraft draft) =>
        _registry.Registration.Edit(_registry.Sam, id, draft, null, Never);

    private async Task Edited(ClusterId id, ClusterDraft draft) =>
        (await Edit(id, draft)).ShouldBeOfType<Outcome<ClusterId>.Done>();

    private async Task<ClusterDraft> Stored(ClusterId id)
    {
        await using var db = await _registry.Db();
        return ClusterDraft.Of(await db.Set<Cluster>().Include(c => c.Endpoints).SingleAsync(c => c.Id == id));
    }

    private async Task<List<string>> Words(ClusterId id)
    {
        await using var db = await _registry.Db();
        return await db.Set<AuditEvent>()
            .Where(e => e.ClusterId == id)
            .OrderBy(e => e.Id)
            .Select(e => e.Words)
            .ToListAsync();
    }
}
