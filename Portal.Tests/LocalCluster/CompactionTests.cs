using System.Text;
using Portal.Kafka.Records;
using Portal.LocalCluster.Log;
using Portal.Tests.Kafka;
using Portal.Tests.Kit;
using Record = Portal.Kafka.Records.Record;

namespace Portal.Tests.LocalCluster;

/// <summary>Compaction of one log: what clients can't see.</summary>
public sealed class CompactionTests : IDisposable
{
    private const int ManyKeys = 100_000;
    private const long Now = Batches.Epoch + 1_000_000;

    private readonly LogFolder _folder = new();
    private readonly RentedBytes _memory = new();

    public CompactionTests() =>
        _folder.Settings = _folder.Settings with { Compaction = new(0.01, TimeSpan.Zero, null, TimeSpan.FromDays(1)) };

    [ClusterTheory]
    [InlineData(ManyKeys)]
    [InlineData(7)]
    [InlineData(1)]
    public void Whatever_the_memory_the_latest_of_each_key_is_left_in_the_end(int mostKeys)
    {
        var log = Filled(records: 400, keys: 23);
        var before = Read(log);

        CompactAll(log, mostKeys);

        var after = Read(log);
        var active = long.Parse(Path.GetFileNameWithoutExtension(_folder.Last(".log")));
        after
            .Where(each => each.Offset < active)
            .GroupBy(each => each.Key)
            .ShouldAllBe(same => same.Count() == 1, "one record a key before the newest segment");
        Latest(after).ShouldBe(Latest(before));
        after.ShouldBeSubsetOf(before);
    }

    [ClusterFact]
    public void What_was_compacted_is_the_same_after_a_kill_with_and_without_its_index()
    {
        var log = Filled(records: 400, keys: 23);
        CompactAll(log, ManyKeys);
        var expected = Read(log);
        var end = log.EndOffset;

        var again = _folder.Open();
        Read(again).ShouldBe(expected);
        foreach (var index in Directory.GetFiles(_folder.Path, "*.index"))
        {
            File.Delete(index);
        }

        var bare = _folder.Open();
        Read(bare).ShouldBe(expected);
        (bare.EndOffset, bare.CutBytes, bare.SetAside).ShouldBe((end, 0, null));
    }

    [ClusterTheory]
    [InlineData("half-written")]
    [InlineData("index declared")]
    [InlineData("declared")]
    [InlineData("first deleted")]
    [InlineData("all deleted")]
    [InlineData("index in place")]
    public void A_kill_at_any_moment_of_the_replacement_loses_nothing(string moment)
    {
        var log = Filled(records: 200, keys: 5);
        log.Sync();
        var before = Copy("before");
        log.Settings = _folder.Settings = log.Settings with { SegmentBytes = 1 << 20 };
        CompactAll(log, ManyKeys);
        var (compacted, whole) = (Read(log), Latest(Read(log)));
        var after = Copy("after");

        Restore(before);
        var old = Directory.GetFiles(before, "*.log").Order(StringComparer.Ordinal).ToList();
        var first = Path.GetFileNameWithoutExtension(old[0]);
        var (newLog, newIndex) = (Path.Combine(after, first + ".log"), Path.Combine(after, first + ".index"));
        File.WriteAllText(In("compaction"), $$"""{"Below":{{log.EndOffset}},"FirstDirty":0}""");
        // All but the newest segment went into the first.
        var replaced = old.Skip(1).SkipLast(1).Select(path => Path.GetFileNameWithoutExtension(path)).ToList();
        Directory.GetFiles(after, "*.log").Length.ShouldBe(2);
        if (moment == "half-written")
        {
            File.WriteAllBytes(In(first + ".log.cleaned"), File.ReadAllBytes(newLog)[..100]);
        }
        else if (moment == "index declared")
        {
            File.Copy(newLog, In(first + ".log.cleaned"));
            File.Copy(newIndex, In(first + ".index.swap"));
        }
        else
        {
            File.Copy(newLog, In(first + ".log.swap"));
            File.Copy(newIndex, In(first + (moment == "index in place" ? ".index" : ".index.swap")), overwrite: true);
            var gone = moment switch
            {
                "declared" => 0,
                "first deleted" => 1,
                _ => replaced.Count,
            };
            foreach (var name in replaced.Take(gone))
            {
                File.Delete(In(name + ".log"));
                File.Delete(In(name + ".index"));
            }
        }

        var opened = _folder.Open();

        Latest(Read(opened)).ShouldBe(whole);
        (opened.EndOffset, opened.SetAside, opened.CutBytes).ShouldBe((200, null, 0));
        Directory.GetFiles(_folder.Path).ShouldAllBe(path => !path.EndsWith(".swap") && !path.EndsWith(".cleaned"));
        CompactAll(opened, ManyKeys);
        Read(opened).ShouldBe(compacted);
        Directory.Delete(before, recursive: true);
        Directory.Delete(after, recursive: true);
    }

    [ClusterFact]
    public void A_damaged_batch_ends_compaction_and_nothing_is_lost_by_it()
    {
        var log = Filled(records: 200, keys: 5);
        log.Sync();
        var path = Directory.GetFiles(_folder.Path, "*.log").Order(StringComparer.Ordinal).First();
        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 100;
            file.WriteByte(0xEE);
        }

        var files = Directory.GetFiles(_folder.Path, "*.log").Length;
        Should
            .Throw<InvalidDataException>(() => log.Compact(Now, ManyKeys, CancellationToken.None))
            .Message.ShouldContain("offset 0");

        Directory.GetFiles(_folder.Path, "*.cleaned").ShouldBeEmpty();
        Directory.GetFiles(_folder.Path, "*.log").Length.ShouldBe(files);
        Read(log, from: 4).Count.ShouldBe(196);
    }

    [ClusterFact]
    public void A_batch_that_unpacks_to_very_much_stays_as_it_is()
    {
        var log = _folder.Open();
        const int records = 1_400_000;
        LogFolder.Append(log, Batches.Bomb(records, valueBytes: 50));
        Append(log, 0, 40, keys: 2, Compression.None);

        CompactAll(log, ManyKeys);

        log.Read(0, 1, atLeastOne: true, committed: false, _memory)!.Value.Records.Length.ShouldBeGreaterThan(61);
        Latest(Read(log, from: records)).Count.ShouldBe(2);
    }

    [ClusterTheory]
    [InlineData(Compression.Gzip)]
    [InlineData(Compression.Snappy)]
    [InlineData(Compression.Lz4)]
    [InlineData(Compression.Zstd)]
    public void What_is_packed_can_be_unpacked_again(Compression codec)
    {
        foreach (var bytes in new[] { 1, 5, 100, 40_000, 3_000_000 })
        {
            var records = Enumerable.Range(0, bytes).Select(each => (byte)(each * each / 7)).ToArray();

            using var unpacked = new MemoryStream();
            Portal
                .Kafka.Records.Codecs.Codec.Open(codec, Portal.Kafka.Records.Codecs.Codec.Pack(codec, records))!
                .CopyTo(unpacked);

            unpacked.ToArray().ShouldBe(records);
        }
    }

    [ClusterFact]
    public async Task Readers_and_writers_go_on_while_a_log_is_compacted()
    {
        var log = Filled(records: 2000, keys: 11);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() =>
        {
            for (var round = 0; !stop.IsCancellationRequested; round++)
            {
                var read = Read(log);
                Latest(read).Count.ShouldBe(11);
                read.Zip(read.Skip(1), (a, b) => a.Offset < b.Offset).ShouldAllBe(ordered => ordered);
                log.FirstAt(Batches.Epoch + round % 2000).ShouldNotBeNull();
            }
        });
        for (var round = 0; round < 40; round++)
        {
            Append(log, 2000 + round * 40, 40, keys: 11, Compression.None);
            log.Compact(Now, round % 3 == 0 ? 4 : ManyKeys, CancellationToken.None);
        }

        await stop.CancelAsync();
        await reading;
    }

    public void Dispose()
    {
        _memory.Dispose();
        _folder.Dispose();
    }

    private static void CompactAll(PartitionLog log, int mostKeys)
    {
        for (var end = -1L; log.Compact(Now, mostKeys, CancellationToken.None) is { } done && done.End > end; )
        {
            end = done.End;
        }
    }

    private PartitionLog Filled(int records, int keys)
    {
        var log = _folder.Open();
        Append(log, 0, records, keys, Compression.Gzip);
        return log;
    }

    private static void Append(PartitionLog log, int first, int records, int keys, Compression codec)
    {
        for (var number = first; number < first + records; number += 4)
        {
            var batch = Enumerable
                .Range(number, 4)
                .Select(each => new Record(
                    each,
                    Batches.Epoch + each,
                    Encoding.UTF8.GetBytes($"k{each * 7 % keys}"),
                    Encoding.UTF8.GetBytes($"v{each} {new string('x', 50)}"),
                    []
                ));
            LogFolder.Append(log, RecordBatchWriter.Write([.. batch], ProducerStamp.None, codec));
        }
    }

    private List<(long Offset, string Key)> Read(PartitionLog log, long from = 0)
    {
        var found = new List<(long, string)>();
        using var memory = new RentedBytes();
        for (var at = from; at < log.EndOffset; )
        {
            var records = log.Read(at, 10_000, atLeastOne: true, committed: false, memory)!.Value.Records;
            var batches = Batches.In(records).ToList();
            batches.ShouldNotBeEmpty($"nothing to read from {at}");
            foreach (var batch in batches)
            {
                batch.CrcHolds.ShouldBeTrue();
                RecordBatchReader
                    .Digests(
                        batch,
                        1_000_000,
                        each => found.Add((each.Record.Offset, Encoding.UTF8.GetString(each.Key!.Start)))
                    )
                    .ShouldBeOfType<RecordSearch.NotThere>();
            }

            at = batches[^1].LastOffset + 1;
        }

        return found;
    }

    private static SortedDictionary<string, long> Latest(IEnumerable<(long Offset, string Key)> records) =>
        new(
            records.GroupBy(each => each.Key).ToDictionary(same => same.Key, same => same.Max(each => each.Offset)),
            StringComparer.Ordinal
        );

    private string In(string name) => Path.Combine(_folder.Path, name);

    private string Copy(string name)
    {
        var to = $"{_folder.Path}-{name}";
        Directory.CreateDirectory(to);
        foreach (var path in Directory.GetFiles(_folder.Path))
        {
            File.Copy(path, Path.Combine(to, Path.GetFileName(path)));
        }

        return to;
    }

    private void Restore(string from)
    {
        foreach (var path in Directory.GetFiles(_folder.Path))
        {
            File.Delete(path);
        }

        foreach (var path in Directory.GetFiles(from))
        {
            File.Copy(path, In(Path.GetFileName(path)));
        }
    }
}
