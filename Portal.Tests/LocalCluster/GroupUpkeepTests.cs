using Microsoft.Extensions.Options;
using Portal.LocalCluster;
using Portal.LocalCluster.Groups;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class GroupUpkeepTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-upkeep-").FullName;

    [Fact]
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
        File.CreateSymbolicLink(refused, "/dev/full");
        var log = new LogLines<GroupUpkeep>();
        var options = Options.Create(
            new LocalClusterOptions
            {
                SyncInterval = TimeSpan.FromMilliseconds(10),
                OffsetsRetention = TimeSpan.FromDays(36_500),
            }
        );
        using var upkeep = new GroupUpkeep(
            new GroupCoordinator(store, new(TimeSpan.FromSeconds(45), TimeSpan.FromSeconds(5)), TimeProvider.System),
            options,
            TimeProvider.System,
            log
        );
        await upkeep.StartAsync(CancellationToken.None);

        await Deadline.Until(() => log.All.Count > 1);
        log.All.ShouldAllBe(line => line.Contains("could not be written anew", StringComparison.Ordinal));
        File.Delete(refused);
        await Deadline.Until(() => new FileInfo(journal.FullName).Length < 1000);

        await upkeep.StopAsync(CancellationToken.None);
        upkeep.ExecuteTask!.IsCompletedSuccessfully.ShouldBeTrue();
        store.Find("g", partition)!.Offset.ShouldBe(11_999);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
