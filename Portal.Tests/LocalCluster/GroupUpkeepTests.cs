using Microsoft.Extensions.Options;
using Portal.LocalCluster;
using Portal.LocalCluster.Groups;
using Portal.LocalCluster.Topics;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class GroupUpkeepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-upkeep-").FullName;

    [ClusterFact]
    public async Task A_journal_that_the_disk_refuses_to_write_anew_goes_on_and_is_tried_again()
    {
        using var store = new OffsetStore(_folder);
        var partition = new PartitionOf(new("11111111-1111-1111-1111-111111111111"), 1);
        for (var offset = 0; offset < 12_000; offset++)
        {
            store.Record(new OffsetEvent.Committed("g", "consumer", [new(partition, offset, -1, "", AtMs: 0)]));
        }

        var journal = new FileInfo(Path.Combine(_folder, "offsets.journal"));
        var refused = journal.FullName + ".new";
        File.CreateSymbolicLink(refused, Path.Combine(_folder, "nowhere", "file"));
        var log = new LogLines<GroupUpkeep>();
        using var upkeep = Upkeep(store, log, retention: TimeSpan.FromDays(36_500));
        await upkeep.StartAsync(CancellationToken.None);

        await Deadline.Until(() => log.All.Count > 1);
        log.All.ShouldAllBe(line => line.Contains("could not be written anew", StringComparison.Ordinal));
        File.Delete(refused);
        await Deadline.Until(() => new FileInfo(journal.FullName).Length < 1000);

        await upkeep.StopAsync(CancellationToken.None);
        upkeep.ExecuteTask!.IsCompletedSuccessfully.ShouldBeTrue();
        store.Find("g", partition)!.Offset.ShouldBe(11_999);
    }

    [SmallDiskFact]
    public async Task A_group_whose_end_the_disk_refuses_ends_when_there_is_room_and_no_broker_with_it()
    {
        using var disk = await SmallDisk.Of(megabytes: 1);
        using var store = new OffsetStore(disk.Path);
        var partition = new PartitionOf(new("11111111-1111-1111-1111-111111111111"), 1);
        store.Record(new OffsetEvent.Committed("g", "consumer", [new(partition, 7, -1, "", AtMs: 0)]));
        disk.Fill();
        // The page that it has begun is filled by entries as long as the one that is to be refused.
        UntilRefused(store, new OffsetEvent.GroupForgotten("f"));
        var log = new LogLines<GroupUpkeep>();
        using var upkeep = Upkeep(store, log, retention: TimeSpan.FromMilliseconds(1));
        await upkeep.StartAsync(CancellationToken.None);

        await Deadline.Until(() => log.All.Count > 1);
        log.All.ShouldAllBe(line => line.Contains("could not be written", StringComparison.Ordinal));
        store.Find("g", partition)!.Offset.ShouldBe(7);
        disk.Free();
        await Deadline.Until(() => store.Find("g", partition) is null);

        await upkeep.StopAsync(CancellationToken.None);
        upkeep.ExecuteTask!.IsCompletedSuccessfully.ShouldBeTrue();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static void UntilRefused(OffsetStore store, OffsetEvent happened) =>
        Should.Throw<IOException>(() =>
        {
            while (true)
            {
                store.Record(happened);
            }
        });

    private static GroupUpkeep Upkeep(OffsetStore store, LogLines<GroupUpkeep> log, TimeSpan retention) =>
        new(
            new GroupCoordinator(
                store,
                new(TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(5)),
                () => ClusterState.Empty,
                TimeProvider.System
            ),
            Options.Create(
                new LocalClusterOptions { SyncInterval = TimeSpan.FromMilliseconds(10), OffsetsRetention = retention }
            ),
            TimeProvider.System,
            log
        );
}
