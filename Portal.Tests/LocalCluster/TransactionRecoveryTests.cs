using Portal.Kafka.Wire;
using Portal.LocalCluster.Log;
using Portal.LocalCluster.Transactions;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster;

public sealed class TransactionRecoveryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-txn-").FullName;
    private readonly ManualTime _time = new();
    private readonly RentedBytes _memory = new();

    [ClusterTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_decided_is_completed_after_a_kill_at_any_byte_with_one_marker_a_partition(bool commit)
    {
        var (before, after) = (At("before"), At("after"));
        using (var world = new TransactionWorld(before, _time))
        {
            world.Begin();
            Copy(before, after);
        }

        using (var world = new TransactionWorld(after, _time))
        {
            var producer = world.Transaction.Current;
            world.Transaction.End(producer.ProducerId, producer.ProducerEpoch, commit).ShouldBe(ErrorCode.None);
        }

        var kills = 0;
        foreach (var (decided, folder) in KilledAt(before, after))
        {
            using var world = new TransactionWorld(folder, _time);
            world.Transaction.CompleteIfBrokenOff();
            var expected =
                !decided ? TransactionState.Ongoing
                : commit ? TransactionState.CompleteCommit
                : TransactionState.CompleteAbort;
            world.Transaction.Current.State.ShouldBe(expected);
            foreach (var log in new[] { world.Log(0), world.Log(1) })
            {
                log.EndOffset.ShouldBe(decided ? 3 : 2);
                log.LastStableOffset.ShouldBe(decided ? 3 : 0);
                var aborted = log.Read(0, 1000, true, committed: true, _memory)!.Value.Aborted!;
                aborted.Length.ShouldBe(decided && !commit ? 1 : 0);
            }

            var offset = world.Offsets.Find(TransactionWorld.Group, TransactionWorld.Partitions[0])?.Offset;
            offset.ShouldBe(decided && commit ? 5 : null);
            world.Offsets.IsUnstable(TransactionWorld.Group, TransactionWorld.Partitions[0]).ShouldBe(!decided);
            kills++;
        }

        kills.ShouldBeGreaterThan(50);
    }

    [ClusterFact]
    public void What_is_open_for_too_long_is_aborted_and_its_producer_shut_out()
    {
        using var world = new TransactionWorld(_folder, _time);
        var producer = world.Begin();
        _time.Pass(TimeSpan.FromSeconds(59));
        world.Transaction.AbortIfTimedOut().ShouldBeFalse();
        _time.Pass(TimeSpan.FromSeconds(2));

        world.Transaction.AbortIfTimedOut().ShouldBeTrue();

        world.Log(0).LastStableOffset.ShouldBe(3);
        world.Transaction.End(producer.Id, producer.Epoch, commit: true).ShouldBe(ErrorCode.ProducerFenced);
        var refused = world.Transactions.Initialize(TransactionWorld.Id, 60_000, producer);
        refused.Error.ShouldBe(ErrorCode.ProducerFenced);
        world.Begin().ShouldBe(producer with { Epoch = 2 });
    }

    [ClusterFact]
    public void When_the_epochs_are_used_up_the_producer_gets_another_id()
    {
        using var world = new TransactionWorld(_folder, _time);
        InitializedProducer given = default;
        for (var epoch = 0; epoch < short.MaxValue; epoch++)
        {
            given = world.Transactions.Initialize(TransactionWorld.Id, 60_000, expected: null);
            given.ProducerEpoch.ShouldBe((short)epoch);
        }

        var last = new ProducerIdAndEpoch(given.ProducerId, given.ProducerEpoch);
        var next = world.Transactions.Initialize(TransactionWorld.Id, 60_000, last);

        (next.Error, next.ProducerEpoch).ShouldBe((ErrorCode.None, (short)0));
        next.ProducerId.ShouldNotBe(last.Id);
        world.Transactions.Initialize(TransactionWorld.Id, 60_000, last).ShouldBe(next);
    }

    [ClusterFact]
    public void An_id_that_nobody_uses_is_forgotten_in_time_and_one_that_is_open_is_not()
    {
        using var world = new TransactionWorld(_folder, _time);
        var producer = world.Begin();
        _time.Pass(TimeSpan.FromDays(8));
        var aWeekAgo = _time.GetUtcNow().AddDays(-7).ToUnixTimeMilliseconds();

        world.Transactions.ForgetUnusedSince(aWeekAgo);
        world.Transactions.Find(TransactionWorld.Id).ShouldNotBeNull();
        world.Transaction.End(producer.Id, producer.Epoch, commit: true);
        _time.Pass(TimeSpan.FromDays(8));
        world.Transactions.ForgetUnusedSince(_time.GetUtcNow().AddDays(-7).ToUnixTimeMilliseconds());

        world.Transactions.Find(TransactionWorld.Id).ShouldBeNull();
        using var again = new TransactionJournal(_folder);
        again.Kept.ShouldBeEmpty();
    }

    [ClusterFact]
    public void Of_two_commits_the_later_counts_also_when_the_earlier_was_pending()
    {
        using var world = new TransactionWorld(_folder, _time);
        var producer = world.Begin();
        var plain = new Portal.LocalCluster.Groups.CommittedOffset(TransactionWorld.Partitions[0], 9, -1, "", 0);
        world.Offsets.Record(
            new Portal.LocalCluster.Groups.OffsetEvent.Committed(TransactionWorld.Group, "consumer", [plain])
        );

        world.Transaction.End(producer.Id, producer.Epoch, commit: true);

        world.Offsets.Find(TransactionWorld.Group, TransactionWorld.Partitions[0])!.Offset.ShouldBe(9);
    }

    public void Dispose()
    {
        _memory.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>
    /// The folder as a kill leaves it, at each few bytes of what the end of a transaction writes: its decision, the markers, the groups'
    /// offsets, and that all of it is done.
    /// </summary>
    private IEnumerable<(bool Decided, string Folder)> KilledAt(string before, string after)
    {
        var logs = Directory.GetFiles(after, "*.log", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
        var offsets = Path.Combine(after, "offsets.journal");
        var journal = Path.Combine(after, "transactions.journal");
        var decision = FirstNewEntry(journal, LengthIn(before, after, journal));
        (string File, long From, long To)[] writes =
        [
            (journal, LengthIn(before, after, journal), decision),
            .. logs.Select(log => (log, LengthIn(before, after, log), new FileInfo(log).Length)),
            (offsets, LengthIn(before, after, offsets), new FileInfo(offsets).Length),
            (journal, decision, new FileInfo(journal).Length),
        ];
        for (var write = 0; write < writes.Length; write++)
        {
            for (var length = writes[write].From; length < writes[write].To; length += 7)
            {
                var killed = At("killed");
                Copy(after, killed);
                foreach (var later in writes.Skip(write + 1).Reverse())
                {
                    Cut(after, killed, later.File, later.From);
                }

                Cut(after, killed, writes[write].File, length);
                yield return (write > 0, killed);
                Directory.Delete(killed, recursive: true);
            }
        }
    }

    private static long FirstNewEntry(string journal, long from)
    {
        var bytes = File.ReadAllBytes(journal);
        return from + 8 + System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan((int)from));
    }

    private static long LengthIn(string before, string after, string file) =>
        new FileInfo(Path.Combine(before, Path.GetRelativePath(after, file))).Length;

    private static void Cut(string after, string killed, string file, long length)
    {
        using var cut = new FileStream(Path.Combine(killed, Path.GetRelativePath(after, file)), FileMode.Open);
        cut.SetLength(length);
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private string At(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
}
