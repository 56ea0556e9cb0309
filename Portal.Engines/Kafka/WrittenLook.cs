using System.Buffers.Binary;
using System.Collections.Immutable;
using Portal.Core.Jobs.Rehearsals;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>What was committed to a topic from a moment on, as digests. What a transaction wrote counts once its commit is read.</summary>
internal sealed class WrittenLook
{
    private const int MostBytes = 512 * 1024;
    private const int MostRounds = 16;
    private const int MostRecords = 20_000;
    private const int MostUnpackedBytes = 8 * 1024 * 1024;
    private const short Commit = 1;
    private readonly List<WrittenRecord> _committed = [];
    private readonly Dictionary<(int Partition, long Producer), List<WrittenRecord>> _open = [];
    private bool _isWhole = true;

    /// <param name="since">Null: from the beginning.</param>
    /// <exception cref="KafkaException.Refused">A partition can't be read: nothing can be compared with a part of the topic.</exception>
    public static async Task<WrittenRecords> At(
        KafkaAdmin admin,
        string topic,
        DateTimeOffset? since,
        CancellationToken stop
    )
    {
        var there = await admin.Topics([topic], stop);
        Require(topic, there.Select(t => t.Error));
        var from = await admin.Offsets(there, _ => since?.ToUnixTimeMilliseconds() ?? OffsetSpec.Earliest, stop);
        var latest = await admin.Offsets(there, _ => OffsetSpec.Latest, stop);
        Require(topic, from.Concat(latest).Select(offset => offset.Error));
        var ends = latest.ToDictionary(e => e.Partition, e => e.Offset);
        var leaders = there.SelectMany(t => t.Partitions.Select(p => (t, p))).ToDictionary(x => x.p.PartitionIndex);
        var look = new WrittenLook();
        await look.Read(
            admin,
            [
                .. from f in @from
                where f.Offset >= 0 && ends.GetValueOrDefault(f.Partition) > f.Offset
                let at = leaders[f.Partition]
                select new WantedRecords(topic, at.t.TopicId, f.Partition, at.p.LeaderId, f.Offset, ends[f.Partition]),
            ],
            stop
        );
        return new([.. look._committed.Take(MostRecords)], look._isWhole && look._committed.Count <= MostRecords);
    }

    private static void Require(string topic, IEnumerable<ErrorCode> answers)
    {
        foreach (var error in answers.Where(answer => answer != ErrorCode.None))
        {
            throw new KafkaException.Refused(error, $"{topic} can't be read");
        }
    }

    private async Task Read(KafkaAdmin admin, ImmutableArray<WantedRecords> wanted, CancellationToken stop)
    {
        for (var round = 0; round < MostRounds && wanted.Length > 0 && _committed.Count <= MostRecords; round++)
        {
            var next = new Dictionary<int, long>();
            await foreach (var found in admin.Records(wanted, MostBytes, stop))
            {
                next[found.Partition] = Add(found, wanted.First(w => w.Partition == found.Partition).From);
            }

            wanted =
            [
                .. wanted
                    .Select(w => w with { From = Math.Max(w.From, next.GetValueOrDefault(w.Partition)) })
                    .Where(w => w.From < w.End),
            ];
        }

        _isWhole &= wanted.IsEmpty;
    }

    /// <returns>The offset after what was found.</returns>
    private long Add(FoundRecords found, long from)
    {
        Require(found.Topic, [found.Error]);
        var rest = found.Records;
        long next = 0;
        try
        {
            while (RecordBatch.TryTake(ref rest, out var batch))
            {
                next = batch.LastOffset + 1;
                Add(batch, found.Partition, from);
            }

            return next;
        }
        catch (MalformedFrameException)
        {
            _isWhole = false;
            return long.MaxValue;
        }
    }

    private void Add(RecordBatch batch, int partition, long from)
    {
        var records = new List<RecordDigest>();
        var end = RecordBatchReader.Digests(batch, MostUnpackedBytes, records.Add);
        _isWhole &= end is RecordSearch.NotThere;
        var producer = (partition, batch.ProducerId);
        if (batch.IsControl)
        {
            var isCommit = records is [{ Key.Start: [_, _, _, _, ..] key }, ..] && Type(key) == Commit;
            if (_open.Remove(producer, out var ended) && isCommit)
            {
                _committed.AddRange(ended);
            }

            return;
        }

        var written = records.Where(r => r.Record.Offset >= from).Select(Written);
        if (batch.IsTransactional)
        {
            _open[producer] = [.. _open.GetValueOrDefault(producer, []), .. written];
        }
        else
        {
            _committed.AddRange(written);
        }
    }

    // A control record's key: its version, then its type, two bytes each.
    private static short Type(byte[] key) => BinaryPrimitives.ReadInt16BigEndian(key.AsSpan(2));

    private static WrittenRecord Written(RecordDigest record) =>
        new(record.Key?.Hash, record.Value?.Hash, Shape(record.Key), Shape(record.Value));

    private static string Shape(PartDigest? part) => part is null ? "null" : RecordShape.Of(part.Start);
}
