using Portal.LocalCluster.Log;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class PartitionLogTests : IDisposable
{
    private readonly LogFolder _folder = new();
    private readonly RentedBytes _memory = new();

    [ClusterFact]
    public void Records_get_offsets_one_after_the_other_over_all_segments()
    {
        var log = _folder.Filled(batches: 50);

        log.EndOffset.ShouldBe(500);
        Directory.GetFiles(_folder.Path, "*.log").Length.ShouldBeGreaterThan(3);
        ReadAll(log).ShouldBe(Enumerable.Range(0, 50).Select(number => number * 10L));
    }

    [ClusterFact]
    public void A_read_begins_with_the_batch_that_holds_the_offset()
    {
        var log = _folder.Filled(batches: 50);

        Batches
            .In(log.Read(237, 1, atLeastOne: true, committed: false, _memory)!.Value.Records)
            .Single()
            .BaseOffset.ShouldBe(230);
    }

    [ClusterFact]
    public void A_read_gives_whole_batches_and_at_least_one_only_when_asked()
    {
        var log = _folder.Filled(batches: 1);

        log.Read(0, 20, atLeastOne: false, committed: false, _memory)!.Value.Records.Length.ShouldBe(0);
        log.Read(0, 20, atLeastOne: true, committed: false, _memory)!.Value.Records.Length.ShouldBeGreaterThan(20);
    }

    [ClusterFact]
    public void What_is_not_in_the_log_is_told_from_what_has_not_come_yet()
    {
        var log = _folder.Filled(batches: 2);

        log.Read(20, 1000, atLeastOne: true, committed: false, _memory)!.Value.Records.Length.ShouldBe(0);
        log.Read(21, 1000, atLeastOne: true, committed: false, _memory).ShouldBeNull();
        log.Read(-1, 1000, atLeastOne: true, committed: false, _memory).ShouldBeNull();
    }

    [ClusterFact]
    public void The_first_record_at_a_time_is_found_to_the_record()
    {
        var log = _folder.Filled(batches: 50);

        log.FirstAt(Batches.Epoch + 23_004).ShouldBe(new TimedOffset(234, Batches.Epoch + 23_004));
        log.FirstAt(Batches.Epoch + 23_500).ShouldBe(new TimedOffset(240, Batches.Epoch + 24_000));
        log.FirstAt(0).ShouldBe(new TimedOffset(0, Batches.Epoch));
        log.FirstAt(Batches.Epoch + 60_000).ShouldBeNull();
        log.Newest().ShouldBe(new TimedOffset(499, Batches.Epoch + 49_009));
    }

    [ClusterFact]
    public void A_batch_that_unpacks_to_millions_of_records_takes_no_memory_for_them()
    {
        _folder.Settings = LogSettings.Default;
        var log = _folder.Open();
        LogFolder.Append(log, Batches.Bomb(records: 2_000_000));
        var before = GC.GetAllocatedBytesForCurrentThread();

        log.FirstAt(Batches.Epoch).ShouldBe(new TimedOffset(0, Batches.Epoch));

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [ClusterFact]
    public void Times_are_found_after_a_start_too()
    {
        _folder.Filled(batches: 50).Sync();

        _folder.Open().FirstAt(Batches.Epoch + 23_004).ShouldBe(new TimedOffset(234, Batches.Epoch + 23_004));
    }

    [ClusterFact]
    public void Retention_by_size_deletes_the_oldest_segments_and_never_below_the_size()
    {
        var log = _folder.Filled(batches: 50);
        log.Settings = log.Settings with { RetentionBytes = 3000, RetentionAge = null };

        log.Retain(Batches.Epoch).ShouldBeGreaterThan(0);

        log.Bytes.ShouldBeInRange(3000, 3000 + LogFolder.SmallSegment);
        log.StartOffset.ShouldBeGreaterThan(0);
        log.EndOffset.ShouldBe(500);
        log.Read(0, 1000, atLeastOne: true, committed: false, _memory).ShouldBeNull();
    }

    [ClusterFact]
    public void Retention_by_age_may_empty_a_log_and_offsets_go_on_also_after_a_start()
    {
        var log = _folder.Filled(batches: 50);
        log.Settings = log.Settings with { RetentionAge = TimeSpan.FromMinutes(1) };

        log.Retain(Batches.Epoch + 3_600_000);

        log.Bytes.ShouldBe(0);
        log.StartOffset.ShouldBe(500);
        var again = _folder.Open();
        LogFolder.Append(again, Batches.Of(1)).BaseOffset.ShouldBe(500);
    }

    [ClusterFact]
    public void Old_records_fill_segments_as_new_ones_do()
    {
        var log = _folder.Open();
        var twoYearsLater = Batches.Epoch + (long)TimeSpan.FromDays(730).TotalMilliseconds;

        for (var number = 0; number < 10; number++)
        {
            log.Append(Batches.Of(1, Batches.Epoch + number), leaderEpoch: 0, twoYearsLater);
        }

        Directory.GetFiles(_folder.Path, "*.log").Length.ShouldBe(1);
    }

    [ClusterTheory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void A_segment_takes_no_record_that_is_younger_than_its_first_by_more_than_its_age(int more, int segments)
    {
        var log = _folder.Open();
        var week = (long)log.Settings.SegmentAge.TotalMilliseconds;

        LogFolder.Append(log, Batches.Of(1));
        LogFolder.Append(log, Batches.Of(1, Batches.Epoch + week + more));

        Directory.GetFiles(_folder.Path, "*.log").Length.ShouldBe(segments);
    }

    [ClusterTheory]
    [InlineData(6, 1)]
    [InlineData(8, 2)]
    public void Where_records_have_no_time_a_segment_s_age_goes_by_the_clock(int daysLater, int segments)
    {
        var log = _folder.Open();
        var now = TimeProvider.System.GetUtcNow();

        log.Append(Batches.Of(1, timestamp: -1), leaderEpoch: 0, now.ToUnixTimeMilliseconds());
        log.Append(Batches.Of(1, timestamp: -1), leaderEpoch: 0, now.AddDays(daysLater).ToUnixTimeMilliseconds());

        Directory.GetFiles(_folder.Path, "*.log").Length.ShouldBe(segments);
    }

    [ClusterFact]
    public void The_time_of_arrival_can_stand_in_for_the_producers()
    {
        _folder.Settings = _folder.Settings with { StampsOnAppend = true };
        var log = _folder.Open();

        log.Append(Batches.Of(2, timestamp: 5), leaderEpoch: 3, 1234).AppendTime.ShouldBe(1234);

        var batch = Batches.In(log.Read(0, 1000, atLeastOne: true, committed: false, _memory)!.Value.Records).Single();
        batch.MaxTimestamp.ShouldBe(1234);
        batch.CrcHolds.ShouldBeTrue();
        batch.LeaderEpoch.ShouldBe(3);
    }

    [ClusterFact]
    public void More_segments_than_open_files_are_read_all_the_same()
    {
        var log = _folder.Filled(batches: 200);

        Parallel.For(
            0,
            2000,
            number =>
            {
                using var mine = new RentedBytes();
                log.Read(number, 1, atLeastOne: true, committed: false, mine)!
                    .Value.Records.Length.ShouldBeGreaterThan(0);
            }
        );
    }

    [ClusterFact]
    public void A_deleted_log_takes_nothing_any_more()
    {
        var log = _folder.Filled(batches: 5);

        log.Delete();

        LogFolder.Append(log, Batches.Of(1)).Verdict.ShouldBe(AppendVerdict.Gone);
        Directory.Exists(_folder.Path).ShouldBeFalse();
        Directory.CreateDirectory(_folder.Path);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _folder.Dispose();
    }

    private List<long> ReadAll(PartitionLog log)
    {
        var found = new List<long>();
        for (var next = 0L; next < log.EndOffset; )
        {
            var batches = Batches
                .In(log.Read(next, 700, atLeastOne: true, committed: false, _memory)!.Value.Records)
                .ToList();
            found.AddRange(batches.Select(batch => batch.BaseOffset));
            next = batches[^1].LastOffset + 1;
        }

        return found;
    }
}
