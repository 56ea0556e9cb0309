using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>A change that ends and the collector that sees its topics write the same incarnations down, at the same time.</summary>
public sealed class IncarnationTests(ChangeWorld world) : IClassFixture<ChangeWorld>
{
    private static readonly CancellationToken Never = CancellationToken.None;

    [Fact]
    public async Task An_incarnation_that_the_collector_is_writing_down_is_met()
    {
        var id = Id(1);
        var change = await world.Submit(ChangeWorld.Draft("met.topic"));
        await using var collector = await world.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var cycle = await collector.BeginTransactionAsync();
        await Sees(collector, "met.topic", id);

        var written = Write(change, ("met.topic", id));
        await Deadline.Until(() => Waits());
        await cycle.CommitAsync();
        await written;

        await using var db = await world.Open();
        (await db.Set<Incarnation>().SingleAsync(i => i.Name == "met.topic")).EngineId.ShouldBe(id.ToString());
        (await db.Set<Resource>().CountAsync(r => r.Name == "met.topic")).ShouldBe(1);
    }

    [Fact]
    public async Task A_topic_that_was_made_again_leaves_its_former_incarnation_gone()
    {
        var (former, present) = (Id(2), Id(3));
        var change = await world.Submit(ChangeWorld.Draft("again.topic"));
        await using var collector = await world.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await Sees(collector, "again.topic", former);

        await Write(change, ("again.topic", present));

        await using var db = await world.Open();
        var seen = await db.Set<Incarnation>()
            .Where(i => i.Name == "again.topic")
            .OrderBy(i => i.EngineId)
            .ToListAsync();
        seen.Select(i => (i.EngineId, i.GoneAt is null)).ShouldBe([($"{former}", false), ($"{present}", true)]);
    }

    [Fact]
    public async Task Several_are_taken_in_the_order_the_collector_takes_them_in()
    {
        var (one, two) = (ChangeWorld.Draft("several.a"), ChangeWorld.Draft("several.b"));
        var change = await world.Submit(one with { Resources = [.. one.Resources, .. two.Resources] });
        await using var collector = await world.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var cycle = await collector.BeginTransactionAsync();
        var (low, high) = (Id(4), Id(5));
        await Sees(collector, "several.b", low);

        // By its name the other one comes first.
        var written = Write(change, ("several.a", high), ("several.b", low));
        await Deadline.Until(() => Waits());
        await Sees(collector, "several.a", high);
        await cycle.CommitAsync();
        await written;

        await using var db = await world.Open();
        (await db.Set<Incarnation>().CountAsync(i => i.Name.StartsWith("several."))).ShouldBe(2);
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private async Task Write(ChangeId id, params (string Topic, Guid Id)[] there)
    {
        await using var db = await world.Open();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var change = await ChangeMover.Lock(db, id, Never);
        var cluster = (await db.Set<Cluster>().SingleAsync(c => c.Name == "main")).Id;
        var known = there.ToDictionary(t => TopicKind.On(cluster, t.Topic), t => (EngineId?)TopicIds.Of(t.Id));
        await world.Get<ManagedRecords>().Write(db, change!, known, Never);
        await transaction.CommitAsync();
    }

    private static async Task Sees(NpgsqlConnection collector, string topic, Guid id)
    {
        await using var command = collector.CreateCommand();
        command.CommandText = """
            insert into incarnation (kind, cluster_id, name, engine_id, first_seen_at)
            select 'topic', id, $1, $2, now() from cluster where name = 'main'
            on conflict (kind, cluster_id, name, engine_id) do update set gone_at = null
            """;
        command.Parameters.AddWithValue(topic);
        command.Parameters.AddWithValue(id.ToString());
        await command.ExecuteNonQueryAsync();
    }

    private async Task<bool> Waits()
    {
        await using var db = await world.Open();
        return await StoreLocks.Waiting(db) > 0;
    }
}
