using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;
using Portal.Tests.Kit;
using Xunit.Abstractions;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Files of checkpoints and savepoints: as large as the state in them, refused when a byte isn't what was written, and those of the form before read.</summary>
public sealed class SnapshotTests(ITestOutputHelper output) : IDisposable
{
    private readonly LogFolder _folder = new();

    private string Metadata => Path.Combine(_folder.Path, Snapshot.FileName);

    public void Dispose() => _folder.Dispose();

    [ClusterFact]
    public void A_snapshot_of_which_any_byte_is_another_or_the_end_is_missing_is_refused_in_words()
    {
        Write(Groups(3));
        Counted().ShouldBe(3);
        var whole = File.ReadAllBytes(Metadata);

        for (var at = 0; at < whole.Length; at++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[at] ^= 0x10;
            Refused(flipped).ShouldStartWith($"Cannot find checkpoint or savepoint file/directory '{_folder.Path}': ");
            Refused(whole[..at]).ShouldStartWith("Cannot find checkpoint or savepoint");
        }

        Refused([.. whole, 0]).ShouldContain("damaged");
        File.WriteAllBytes(Metadata, whole);
        Counted().ShouldBe(3);
    }

    [ClusterFact]
    public void A_snapshot_is_as_large_as_its_state_and_is_not_held_in_memory_as_a_whole() => Measure(20_000);

    /// <summary>50 MB: what ADR 0011 says of time.</summary>
    [LongFact]
    public void A_large_snapshot_is_written_and_read_in_about_a_second() => Measure(400_000);

    /// <summary>The file was written by the version before, of k0, k1, k2 with ten records each: its source stands at record 30.</summary>
    [ClusterFact]
    public async Task A_savepoint_of_the_form_before_is_restored()
    {
        await using var cluster = await LocalKafka.Start(1);
        using var topics = new StreamTopics(cluster, cluster);
        await topics.Client.Create("former-in", 1, 1);
        await topics.Client.Create("former-out", 1, 1);
        File.Copy(
            Repository.PathOf("Portal.Tests", "LocalCluster", "Streams", "Recorded", "former-snapshot.json"),
            Metadata
        );
        // What lies before record 30 now is nothing that was counted then.
        await topics.Produce(
            "former-in",
            [.. Enumerable.Repeat("""{"id":"other","v":0}""", 30), """{"id":"k1","v":1000}"""]
        );

        await topics.Start(
            "INSERT INTO o SELECT id, COUNT(*), SUM(v), MIN(at) FROM i GROUP BY id",
            [
                topics.Table("i", "former-in", "id STRING, v BIGINT, at TIMESTAMP(3)"),
                "CREATE TABLE o (id STRING, n BIGINT, total BIGINT, first_at TIMESTAMP(3), PRIMARY KEY (id) NOT ENFORCED) WITH ('connector' = 'upsert-kafka', "
                    + "'topic' = 'former-out', 'key.format' = 'json', 'value.format' = 'json', 'sink.delivery-guarantee' = 'exactly-once', "
                    + $"'sink.transactional-id-prefix' = 'former', 'properties.transaction.timeout.ms' = '60000', 'properties.bootstrap.servers' = '{cluster.Bootstrap}')",
            ],
            ("execution.state-recovery.path", _folder.Path)
        );

        await Deadline.Until(() => topics.Committed("former-out").Count > 0);
        topics
            .Committed("former-out")
            .Single()
            .GetRawText()
            .ShouldBe("""{"id":"k1","n":11,"total":1145,"first_at":"2026-11-20 08:00:01"}""");
    }

    /// <summary>The file was written by the last version that wrote all state each time, of every operator after 100 steps.</summary>
    [ClusterFact]
    public void A_snapshot_of_the_version_before_increments_is_restored_into_every_operator()
    {
        using var file = SnapshotFile.Open(
            Repository.PathOf(
                "Portal.Tests",
                "LocalCluster",
                "Streams",
                "Recorded",
                "whole-snapshot",
                Snapshot.FileName
            )
        );
        file.Snapshot.Operators.Select(state => state.Id).ShouldBe(StatefulOperators.All.Keys);
        foreach (var state in file.Snapshot.Operators)
        {
            var (steady, restored) = (StatefulOperators.All[state.Id](), StatefulOperators.All[state.Id]());
            StatefulOperators.Feed(steady, state.Id, 0, 100);
            using var from = file.Read(state).Single();
            restored.Restore(from);
            from.IsAtEnd.ShouldBeTrue(state.Id);

            var (expected, found) = (StatefulOperators.Watch(steady), StatefulOperators.Watch(restored));
            StatefulOperators.Feed(steady, state.Id, 100, 200);
            StatefulOperators.Feed(restored, state.Id, 100, 200);
            found.Order().ShouldBe(expected.Order(), state.Id);
            found.Count.ShouldBeGreaterThan(10, state.Id);
        }
    }

    private void Measure(int groups)
    {
        var kept = Groups(groups);
        var (began, before) = (TimeProvider.System.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        var state = Write(kept);
        var (wrote, memory) = (Since(began), GC.GetAllocatedBytesForCurrentThread() - before);
        began = TimeProvider.System.GetTimestamp();
        Counted().ShouldBe(groups);
        var size = new FileInfo(Metadata).Length;

        output.WriteLine(
            $"{state / 1e6:0.0} MB of state in a file of {size / 1e6:0.0} MB: written in {wrote:0} ms with {memory / 1e6:0.0} MB allocated, read in {Since(began):0} ms"
        );
        size.ShouldBeLessThan(state + 1000);
        memory.ShouldBeLessThan(state / 4);
    }

    private static double Since(long began) => TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;

    /// <returns>Bytes of state.</returns>
    private long Write(GroupAggregate groups) =>
        SnapshotFile
            .Write(
                _folder.Path,
                7,
                0,
                [],
                to => to.Add("id", "GroupAggregate", "groups", groups.Save),
                static () => { }
            )
            .Bytes;

    /// <summary>How many groups there are in what lies there.</summary>
    private long Counted()
    {
        using var file = SnapshotFile.Open(_folder.Path);
        using var from = file.Read(file.Snapshot.Operators.Single()).Single();
        var groups = Groups(0);
        groups.Restore(from);
        from.IsAtEnd.ShouldBeTrue();
        return groups.StateRows;
    }

    private string Refused(byte[] bytes)
    {
        File.WriteAllBytes(Metadata, bytes);
        return Should.Throw<InvalidDataException>(() => SnapshotFile.Open(_folder.Path).Dispose()).Message;
    }

    private static GroupAggregate Groups(int count)
    {
        var counts = Enumerable
            .Range(0, 2)
            .Select(_ => new Aggregate(null, null, SqlType.BigInt, () => new CountOf(), "COUNT(*)"));
        var groups = new GroupAggregate([row => row[0]], [.. counts], StateLifetime.Endless, "");
        for (var i = 0; i < count; i++)
        {
            groups.Take(0, Change.Insert([$"customer {i:0000000000} {new string('x', 71)}"]));
        }

        return groups;
    }
}
