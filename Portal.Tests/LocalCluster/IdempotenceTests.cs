using Portal.LocalCluster.Log;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class IdempotenceTests : IDisposable
{
    private readonly LogFolder _folder = new();

    [ClusterFact]
    public void A_repeat_of_one_of_the_last_five_batches_gets_its_first_offset()
    {
        var log = _folder.Open();
        var offsets = Enumerable.Range(0, 8).Select(number => Produce(log, number * 2).BaseOffset).ToArray();

        for (var number = 3; number < 8; number++)
        {
            Produce(log, number * 2).ShouldBe(new Appended(AppendVerdict.Repeat, offsets[number], 0, -1));
        }

        Produce(log, 4).Verdict.ShouldBe(AppendVerdict.OutOfOrder);
        log.EndOffset.ShouldBe(16);
    }

    [ClusterFact]
    public void A_gap_is_refused()
    {
        var log = _folder.Open();
        Produce(log, 0);

        Produce(log, 4).Verdict.ShouldBe(AppendVerdict.OutOfOrder);
    }

    [ClusterFact]
    public void A_new_epoch_starts_over_and_the_old_one_is_shut_out()
    {
        var log = _folder.Open();
        Produce(log, 0);

        Produce(log, 2, epoch: 1).Verdict.ShouldBe(AppendVerdict.OutOfOrder);
        Produce(log, 0, epoch: 1).Verdict.ShouldBe(AppendVerdict.InOrder);
        Produce(log, 2).Verdict.ShouldBe(AppendVerdict.OldEpoch);
    }

    [ClusterFact]
    public void Sequences_wrap_around_to_0()
    {
        var log = _folder.Open();
        Produce(log, int.MaxValue);

        Produce(log, 1).Verdict.ShouldBe(AppendVerdict.InOrder);
    }

    [ClusterTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_repeat_is_known_after_a_kill(bool synced)
    {
        var before = _folder.Open();
        Produce(before, 0);
        Produce(before, 2);
        if (synced)
        {
            before.Sync();
        }

        Produce(before, 4);
        var log = _folder.Open();

        Produce(log, 4).ShouldBe(new Appended(AppendVerdict.Repeat, 4, 0, -1));
        Produce(log, 2).ShouldBe(new Appended(AppendVerdict.Repeat, 2, 0, -1));
        Produce(log, 6).Verdict.ShouldBe(AppendVerdict.InOrder);
    }

    public void Dispose() => _folder.Dispose();

    private static Appended Produce(PartitionLog log, int sequence, short epoch = 0) =>
        LogFolder.Append(log, Batches.Of(2, producer: Batches.Producer(sequence, epoch)));
}
