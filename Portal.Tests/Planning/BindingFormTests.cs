using Portal.Core.Changes.Plans;
using Portal.Core.Clusters;
using Portal.Tests.Applying;
using static Portal.Tests.Applying.WorkerWorld;

namespace Portal.Tests.Planning;

/// <summary>The bytes that a vote names, from a request to the stored plan: who puts them together may change, they may not.</summary>
public sealed class BindingFormTests : IAsyncLifetime
{
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_plan_of_several_topics_has_the_bytes_it_always_had()
    {
        await _world.Manage("form.grown", 3, ("retention.ms", "7200000"), ("compression.type", "lz4"));
        await _world.Manage("form.gone", 2);
        var id = await _world.Ask(
            Delete("form.gone"),
            Update("form.grown", 6, ("retention.ms", "3600000"), ("min.insync.replicas", "1")),
            Create("form.new", partitions: 4) with
            {
                DependsOn = [1],
            }
        );
        await _world.PlanAll();
        await using var db = await _world.Open();
        var plan = db.Set<Plan>().Single(p => p.ChangeId == id);
        (await Masked(plan.Canonical)).ShouldBe(
            """
            {"steps":[{"kind":"alter-configs","topicId":"GROWN","configs":[{"name":"compression.type","before":"lz4","after":null},{"name":"min.insync.replicas","before":null,"after":"1"}],"destroysData":false,"on":{"kind":"topic","cluster":CLUSTER,"name":"form.grown"}},{"kind":"delete-topic","topicId":"GONE","on":{"kind":"topic","cluster":CLUSTER,"name":"form.gone"}},{"kind":"alter-configs","topicId":"GROWN","configs":[{"name":"retention.ms","before":"7200000","after":"3600000"}],"destroysData":true,"on":{"kind":"topic","cluster":CLUSTER,"name":"form.grown"}},{"kind":"grow-partitions","topicId":"GROWN","before":3,"after":6,"on":{"kind":"topic","cluster":CLUSTER,"name":"form.grown"}},{"kind":"create-topic","partitions":4,"replication":1,"configs":[],"on":{"kind":"topic","cluster":CLUSTER,"name":"form.new"}}],"base":[{"kind":"topic","cluster":CLUSTER,"engineId":"ENGINE","resources":{"form.gone":{"kind":"topic","topicId":"GONE","partitions":2,"configs":{}},"form.grown":{"kind":"topic","topicId":"GROWN","partitions":3,"configs":{"compression.type":"lz4","retention.ms":"7200000"}},"form.new":null}}]}
            """
        );
    }

    private async Task<string> Masked(string canonical)
    {
        await using var db = await _world.Open();
        var dev = db.Set<Cluster>().Single(c => c.Name == "dev");
        return canonical
            .Replace($"\"cluster\":{dev.Id.Value}", "\"cluster\":CLUSTER", StringComparison.Ordinal)
            .Replace($"{dev.EngineId}", "ENGINE", StringComparison.Ordinal)
            .Replace($"{(await _world.Live("form.grown"))!.TopicId}", "GROWN", StringComparison.Ordinal)
            .Replace($"{(await _world.Live("form.gone"))!.TopicId}", "GONE", StringComparison.Ordinal);
    }
}
