using Portal.LocalCluster.Log;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class LogRecoveryTests : IDisposable
{
    private readonly LogFolder _folder = new();
    private readonly RentedBytes _memory = new();

    [ClusterTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_appended_is_there_after_a_kill_synced_or_not(bool synced)
    {
        var before = _folder.Filled(batches: 50);
        if (synced)
        {
            before.Sync();
        }

        var log = _folder.Open();

        log.CutBytes.ShouldBe(0);
        log.EndOffset.ShouldBe(500);
        Batches
            .In(log.Read(499, 1, atLeastOne: true, committed: false, _memory)!.Value.Records)
            .Single()
            .CrcHolds.ShouldBeTrue();
    }

    [ClusterTheory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(100)]
    public void A_torn_tail_is_cut_at_start(int torn)
    {
        _folder.Filled(batches: 50);
        using (var file = new FileStream(_folder.Last(".log"), FileMode.Append))
        {
            file.Write(Batches.Of(10).AsSpan(0, torn));
        }

        var log = _folder.Open();

        log.CutBytes.ShouldBe(torn);
        log.EndOffset.ShouldBe(500);
        LogFolder.Append(log, Batches.Of(1)).BaseOffset.ShouldBe(500);
        _folder.Open().EndOffset.ShouldBe(501);
    }

    [ClusterFact]
    public void From_a_batch_whose_checksum_fails_on_the_tail_is_cut()
    {
        _folder.Filled(batches: 5);
        using (var file = new FileStream(_folder.Last(".log"), FileMode.Open))
        {
            file.Position = file.Length - 1;
            file.WriteByte(0xFF);
        }

        var log = _folder.Open();

        log.CutBytes.ShouldBeGreaterThan(0);
        log.EndOffset.ShouldBeLessThan(50);
        (log.EndOffset % 10).ShouldBe(0);
    }

    [ClusterFact]
    public void Zeroes_that_a_power_cut_left_are_cut()
    {
        _folder.Filled(batches: 5);
        using (var file = new FileStream(_folder.Last(".log"), FileMode.Append))
        {
            file.Write(new byte[4096]);
        }

        _folder.Open().EndOffset.ShouldBe(50);
    }

    [ClusterFact]
    public void What_a_refused_write_left_behind_a_segment_s_end_takes_none_of_the_later_segments()
    {
        _folder.Filled(batches: 50);
        var middle = Directory.GetFiles(_folder.Path, "*.log").Order(StringComparer.Ordinal).ElementAt(1);
        using (var file = new FileStream(middle, FileMode.Append))
        {
            file.Write(Batches.Of(10).AsSpan(0, 40));
        }

        var log = _folder.Open();

        log.CutBytes.ShouldBe(40);
        log.EndOffset.ShouldBe(500);
    }

    [ClusterFact]
    public void What_follows_a_hole_is_set_aside_and_a_second_hole_overwrites_none_of_it()
    {
        _folder.Filled(batches: 50);
        var files = Directory.GetFiles(_folder.Path, "*.log").Order(StringComparer.Ordinal).ToList();
        var behind = files.Skip(2).ToDictionary(f => Path.GetFileName(f), File.ReadAllBytes, StringComparer.Ordinal);
        var middle = files[1];
        using (var file = new FileStream(middle, FileMode.Open))
        {
            file.SetLength(file.Length - 1);
        }

        var log = _folder.Open();

        log.EndOffset.ShouldBeInRange(10, 490);
        Directory.GetFiles(_folder.Path, "*.log").Length.ShouldBe(2);
        LogFolder.Append(log, Batches.Of(1)).Verdict.ShouldBe(AppendVerdict.InOrder);
        var aside = log.SetAside.ShouldNotBeNull();
        behind.Count.ShouldBeGreaterThan(1);
        behind.ShouldAllBe(file => File.ReadAllBytes(Path.Combine(aside, file.Key)).SequenceEqual(file.Value));

        // The next start finds a whole log, and what was set aside as it was.
        var name = behind.Keys.First();
        File.WriteAllBytes(Path.Combine(_folder.Path, name), behind[name]);
        _folder.Open().SetAside.ShouldBe(aside);
        _folder.Open().SetAside.ShouldBeNull();
        File.ReadAllBytes(Path.Combine(aside, name)).ShouldBe(behind[name]);
        File.ReadAllBytes(Path.Combine(aside, $"{name}.2")).ShouldBe(behind[name]);
    }

    [ClusterFact]
    public void Whole_batches_behind_a_damaged_one_in_the_same_file_are_set_aside()
    {
        _folder.Settings = _folder.Settings with { SegmentBytes = 1 << 20 };
        _folder.Filled(batches: 50);
        var whole = File.ReadAllBytes(_folder.Last(".log"));
        using (var file = new FileStream(_folder.Last(".log"), FileMode.Open))
        {
            file.Position = (file.Length / 2) + 1;
            file.Write([0xEE, 0xEE, 0xEE]);
        }

        var log = _folder.Open();

        log.EndOffset.ShouldBeInRange(10, 490);
        var aside = Directory.GetFiles(log.SetAside!).ShouldHaveSingleItem();
        whole.AsSpan().EndsWith(File.ReadAllBytes(aside).AsSpan(500)).ShouldBeTrue();
    }

    [ClusterFact]
    public void A_log_that_is_nothing_but_a_torn_batch_starts_over_in_the_same_file()
    {
        _folder.Filled(batches: 1);
        using (var file = new FileStream(_folder.Last(".log"), FileMode.Open))
        {
            file.SetLength(file.Length - 1);
        }

        var log = _folder.Open();
        log.Append(Batches.Of(3), leaderEpoch: 0, Batches.Epoch + 900_000_000_000).BaseOffset.ShouldBe(0);

        _folder.Open().EndOffset.ShouldBe(3);
        Directory.GetFiles(_folder.Path, "*.log").Length.ShouldBe(1);
    }

    [ClusterFact]
    public void A_lost_index_is_made_anew()
    {
        _folder.Filled(batches: 50).Sync();
        foreach (var index in Directory.GetFiles(_folder.Path, "*.index"))
        {
            File.Delete(index);
        }

        var log = _folder.Open();

        log.EndOffset.ShouldBe(500);
        log.FirstAt(Batches.Epoch + 23_004).ShouldBe(new TimedOffset(234, Batches.Epoch + 23_004));
    }

    [ClusterFact]
    public void An_index_that_points_behind_the_data_is_not_believed()
    {
        _folder.Filled(batches: 5).Sync();
        using (var file = new FileStream(_folder.Last(".log"), FileMode.Open))
        {
            file.SetLength(file.Length - 7);
        }

        var log = _folder.Open();

        log.EndOffset.ShouldBeLessThan(50);
        LogFolder.Append(log, Batches.Of(1)).Verdict.ShouldBe(AppendVerdict.InOrder);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _folder.Dispose();
    }
}
