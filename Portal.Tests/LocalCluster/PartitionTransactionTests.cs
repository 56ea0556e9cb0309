using Portal.LocalCluster.Log;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class PartitionTransactionTests : IDisposable
{
    private readonly LogFolder _folder = new();
    private readonly RentedBytes _memory = new();

    [ClusterFact]
    public void An_open_transaction_holds_back_all_that_follows_it_until_its_marker_comes()
    {
        var log = _folder.Open();
        Write(log, producer: 1, sequence: 0);
        Write(log, producer: 2, sequence: 0);
        LogFolder.Append(log, Batches.Of(3));
        log.LastStableOffset.ShouldBe(0);
        Read(log, 0).Offsets.ShouldBeEmpty();

        End(log, producer: 1, commit: true);
        log.LastStableOffset.ShouldBe(2);
        Read(log, 0).Offsets.ShouldBe([0]);

        End(log, producer: 2, commit: true);
        log.LastStableOffset.ShouldBe(9);
        Read(log, 0).Offsets.ShouldBe([0, 2, 4, 7, 8]);
        log.Available(9, committed: true).ShouldBe(0);
    }

    [ClusterFact]
    public void A_reader_is_told_of_the_aborted_transactions_in_what_it_reads_and_of_no_others()
    {
        _folder.Settings = LogSettings.Default;
        var log = _folder.Open();
        for (var number = 0; number < 20; number++)
        {
            Write(log, producer: number, sequence: 0);
            End(log, producer: number, commit: number % 2 == 0);
        }

        Read(log, 0).Aborted.ShouldBe(Enumerable.Range(0, 10).Select(n => (n * 2L + 1, n * 6L + 3)));
        Read(log, 6, most: 200).Aborted.ShouldBeEmpty();
        Read(log, 6, most: 300).Aborted.ShouldBe([(3L, 9L)]);
        Read(log, 58).Aborted.ShouldBe([(19L, 57L)]);
        Read(log, 60).Aborted.ShouldBeEmpty();
        log.Read(0, 1000, atLeastOne: true, committed: false, _memory)!.Value.Aborted.ShouldBeNull();
    }

    [ClusterTheory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Open_and_aborted_transactions_are_known_after_a_kill(bool synced, bool damaged)
    {
        _folder.Settings = LogSettings.Default with { SegmentBytes = 400 };
        var before = _folder.Open();
        Write(before, producer: 1, sequence: 0);
        End(before, producer: 1, commit: false);
        Write(before, producer: 2, sequence: 0);
        if (synced)
        {
            before.Sync();
        }

        if (damaged)
        {
            File.WriteAllText(Path.Combine(_folder.Path, LogRecovery.ProducersFile), "");
        }

        Write(before, producer: 3, sequence: 0);
        End(before, producer: 3, commit: false);
        var log = _folder.Open();

        log.LastStableOffset.ShouldBe(3);
        log.HasOpen(2).ShouldBeTrue();
        log.HasOpen(3).ShouldBeFalse();
        End(log, producer: 2, commit: true);
        Read(log, 0).Aborted.ShouldBe([(1L, 0L), (3L, 5L)]);
        Write(log, producer: 1, sequence: 2).Verdict.ShouldBe(AppendVerdict.InOrder);
    }

    [ClusterFact]
    public void Aborted_transactions_go_with_their_records_and_open_ones_hold_back_only_what_is_there()
    {
        _folder.Settings = LogSettings.Default with { SegmentBytes = 100, RetentionBytes = 400 };
        var log = _folder.Open();
        Write(log, producer: 1, sequence: 0);
        End(log, producer: 1, commit: false);
        Write(log, producer: 2, sequence: 0);
        for (var number = 0; number < 20; number++)
        {
            LogFolder.Append(log, Batches.Of(1));
        }

        log.Retain(Batches.Epoch);

        log.StartOffset.ShouldBeGreaterThan(5);
        log.LastStableOffset.ShouldBe(log.StartOffset);
        End(log, producer: 2, commit: true);
        log.LastStableOffset.ShouldBe(log.EndOffset);
        Read(log, log.StartOffset).Aborted.ShouldBeEmpty();
    }

    [ClusterFact]
    public void A_marker_of_a_new_epoch_shuts_the_old_one_out_and_numbers_start_over()
    {
        var log = _folder.Open();
        Write(log, producer: 1, sequence: 0);

        log.End(new(1, 1, IsCommit: false), leaderEpoch: 0, Batches.Epoch).ShouldBe(AppendVerdict.InOrder);

        Write(log, producer: 1, sequence: 2).Verdict.ShouldBe(AppendVerdict.OldEpoch);
        log.End(new(1, 0, IsCommit: true), leaderEpoch: 0, Batches.Epoch).ShouldBe(AppendVerdict.OldEpoch);
        Write(log, producer: 1, sequence: 2, epoch: 1).Verdict.ShouldBe(AppendVerdict.OutOfOrder);
        Write(log, producer: 1, sequence: 0, epoch: 1).Verdict.ShouldBe(AppendVerdict.InOrder);
    }

    [ClusterFact]
    public void Nothing_outside_of_it_is_written_by_a_producer_whose_transaction_is_open()
    {
        var log = _folder.Open();
        Write(log, producer: 1, sequence: 0);

        var plain = Batches.Of(2, producer: new(1, 0, 2));

        LogFolder.Append(log, plain).Verdict.ShouldBe(AppendVerdict.NotInTransaction);
    }

    public void Dispose()
    {
        _memory.Dispose();
        _folder.Dispose();
    }

    private static Appended Write(PartitionLog log, long producer, int sequence, short epoch = 0) =>
        LogFolder.Append(log, Batches.Of(2, producer: new(producer, epoch, sequence, IsTransactional: true)));

    private static void End(PartitionLog log, long producer, bool commit) =>
        log.End(new(producer, 0, commit), leaderEpoch: 3, Batches.Epoch).ShouldBe(AppendVerdict.InOrder);

    private (long[] Offsets, (long Producer, long First)[] Aborted) Read(
        PartitionLog log,
        long from,
        int most = 100_000
    )
    {
        var read = log.Read(from, most, atLeastOne: true, committed: true, _memory)!.Value;
        return (
            [.. Batches.In(read.Records).Select(batch => batch.BaseOffset)],
            [.. read.Aborted!.Select(each => (each.ProducerId, each.FirstOffset))]
        );
    }
}
