using System.Text.Json;
using Portal.Kafka.Wire;
using Portal.LocalCluster.Groups;
using Portal.LocalCluster.Groups.Consumers;
using Portal.LocalCluster.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class OffsetStoreTests : IDisposable
{
    private static readonly Guid Orders = new("11111111-1111-1111-1111-111111111111");

    private static readonly ConsumerGroupTimes Times = new(TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(5));

    private readonly string _folder = Directory.CreateTempSubdirectory("portal-offsets-").FullName;

    [ClusterFact]
    public void Commits_are_there_after_a_start()
    {
        using (var store = new OffsetStore(_folder))
        {
            Commit(store, "g", 1, 10);
            Commit(store, "g", 1, 20);
            Commit(store, "g", 2, 5);
        }

        using var again = new OffsetStore(_folder);
        again.Find("g", new(Orders, 1))!.Offset.ShouldBe(20);
        again.Of("g").Count.ShouldBe(2);
        again.ProtocolTypeOf("g").ShouldBe("consumer");
    }

    [ClusterFact]
    public void A_deleted_topic_s_commits_are_forgotten()
    {
        using var store = new OffsetStore(_folder);
        Commit(store, "g", 1, 10);

        store.Forget(Orders);

        store.Find("g", new(Orders, 1)).ShouldBeNull();
    }

    [ClusterFact]
    public void A_member_s_subscription_is_journalled_in_the_names_of_former_versions()
    {
        const string former = """{"SessionTimeoutMs":45000,"Protocols":[{"Name":"range","Metadata":"AAE="}]}""";

        var read = JsonSerializer.Deserialize<ClassicMembership>(former).ShouldNotBeNull();

        read.Protocols.ShouldHaveSingleItem().Subscription.ShouldBe([0, 1]);
        JsonSerializer.Serialize(read).ShouldBe(former);
    }

    [ClusterFact]
    public void A_journal_that_is_mostly_past_is_written_anew()
    {
        using (var store = new OffsetStore(_folder))
        {
            for (var offset = 0; offset < 25_000; offset++)
            {
                Commit(store, "g", 1, offset);
            }

            store.RewriteIfWorthIt();
        }

        new FileInfo(Path.Combine(_folder, "offsets.journal")).Length.ShouldBeLessThan(1000);
        using var again = new OffsetStore(_folder);
        again.Find("g", new(Orders, 1))!.Offset.ShouldBe(24_999);
    }

    [ClusterFact]
    public void A_journal_of_few_but_large_states_of_groups_is_written_anew()
    {
        var state = ConsumerGroupState.New with
        {
            Epoch = 1,
            Members = [new ConsumerMember("a") { Assigned = [.. Enumerable.Range(0, 5000).Select(Owned)] }],
        };
        using (var store = new OffsetStore(_folder))
        {
            for (var epoch = 1; epoch <= 100; epoch++)
            {
                store.Record(new OffsetEvent.Consumers("g", state with { Epoch = epoch }));
            }

            store.RewriteIfWorthIt();
        }

        new FileInfo(Path.Combine(_folder, "offsets.journal")).Length.ShouldBeLessThan(2_000_000);
        using var again = new OffsetStore(_folder);
        var kept = again.ConsumersOf("g")!;
        (kept.Epoch, kept.Find("a")!.Assigned.Length).ShouldBe((100, 5000));
    }

    [ClusterFact]
    public void Groups_that_nobody_uses_are_forgotten_in_time()
    {
        var time = new ManualTime();
        using var store = new OffsetStore(_folder);
        var groups = new GroupCoordinator(store, Times, () => ClusterState.Empty, time);
        Commit(store, "g", 1, 10, time.GetUtcNow().ToUnixTimeMilliseconds());

        groups.Expire(TimeSpan.FromDays(7));
        groups.Find("g").ShouldNotBeNull();
        time.Pass(TimeSpan.FromDays(8));
        groups.Expire(TimeSpan.FromDays(7));

        groups.Find("g").ShouldBeNull();
        groups.Delete("g").ShouldBe(ErrorCode.GroupIdNotFound);
    }

    [ClusterFact]
    public void Who_was_away_for_long_is_forgotten_only_as_long_after_the_start()
    {
        var time = new ManualTime();
        using var store = new OffsetStore(_folder);
        Commit(store, "g", 1, 10, time.GetUtcNow().ToUnixTimeMilliseconds());
        time.Pass(TimeSpan.FromDays(8));
        var started = new GroupCoordinator(store, Times, () => ClusterState.Empty, time);

        started.Expire(TimeSpan.FromDays(7));
        store.Has("g").ShouldBeTrue();
        time.Pass(TimeSpan.FromDays(8));
        started.Expire(TimeSpan.FromDays(7));

        store.Has("g").ShouldBeFalse();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void Commit(OffsetStore store, string group, int partition, long offset, long at = 0) =>
        store.Record(new OffsetEvent.Committed(group, "consumer", [new(new(Orders, partition), offset, -1, "", at)]));

    private static OwnedPartition Owned(int number) => new(new(Orders, number), 1);
}
