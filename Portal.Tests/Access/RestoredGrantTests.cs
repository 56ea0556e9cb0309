using Microsoft.EntityFrameworkCore;
using Portal.Core.Access;
using Portal.Core.Changes.Runs;
using Portal.Tests.Applying;
using Portal.Tests.ServiceAccounts;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>For a day after a restore nothing of what was given before it ends because its topic or account is gone.</summary>
public sealed class RestoredGrantTests : IAsyncLifetime
{
    private const string Billing = "CN=billing,OU=payments,O=Acme";
    private readonly WorkerWorld _world = new() { Topics = ["orders"] };

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(1, false)]
    [InlineData(25, true)]
    public async Task A_grant_from_before_a_restore_ends_with_its_topic_a_day_after_it(int hours, bool ends)
    {
        await _world.Carry(Grant("reads", Reads("orders", "User:billing")));
        await Restored();
        await TopicIsGone();

        (await IsMarked(hours)).ShouldBe(ends);
    }

    [Fact]
    public async Task A_grant_given_after_a_restore_ends_with_its_topic_at_once()
    {
        await Restored();
        await _world.Carry(Grant("reads", Reads("orders", "User:billing")));
        await TopicIsGone();

        (await IsMarked(hours: 1)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(25, true)]
    public async Task A_grant_of_an_account_deleted_before_a_restore_ends_a_day_after_it(int hours, bool ends)
    {
        await AccountIsGone();
        await Restored();

        (await IsMarked(hours)).ShouldBe(ends);
    }

    [Fact]
    public async Task A_grant_of_an_account_deleted_after_a_restore_ends_at_once()
    {
        await Restored();
        await AccountIsGone();

        (await IsMarked(hours: 1)).ShouldBeTrue();
    }

    private async Task AccountIsGone()
    {
        await _world.Carry(ServiceAccountWorlds.Certified(Billing));
        await _world.Carry(Grant("reads", Reads("orders", $"User:{Billing}")));
        await _world.Carry(ServiceAccountWorlds.Delete(Billing));
    }

    // As setup/restored.sql records it.
    private Task Restored() =>
        Execute(
            """
            insert into audit_event (at, actor, actor_via, kind, words)
            values (clock_timestamp(), 'restore', 'service', 'store.restored', 'The store was restored.')
            """
        );

    private Task TopicIsGone() =>
        Execute(
            """
            insert into incarnation (kind, cluster_id, name, engine_id, first_seen_at, gone_at)
            select 'topic', cluster_id, topic, topic_id, now(), now() from access_grant
            on conflict (kind, cluster_id, name, engine_id) do update set gone_at = now()
            """
        );

    // Looked at that long from now, whether the grant's end is due then.
    private async Task<bool> IsMarked(int hours)
    {
        var then = TimeProvider.System.GetUtcNow().AddHours(hours);
        await using var db = await _world.Open();
        await OrphanedGrants.Mark(db, then, since: null, CancellationToken.None);
        await DeletedAccounts.Mark(db, then, CancellationToken.None);
        return await db.Set<Due>().AnyAsync(d => d.Kind == AccessDues.Ends && d.DueAt <= then);
    }

    private async Task Execute(string sql)
    {
        await using var db = await _world.Open();
        await db.Database.ExecuteSqlRawAsync(sql);
    }
}
