using Portal.Kafka.Admin;
using Portal.Kafka.Messages;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>
/// Looks at which schema ids the newest records of topics carry: the first bytes of each key and value, nothing else. One request
/// for end offsets to each leader, then first offsets and records of those topics alone that were written to.
/// </summary>
internal static class SchemaIdLook
{
    private const int MostBytes = 128 * 1024;

    /// <summary>How often a partition is read on from: together 1 MiB.</summary>
    private const int MostRounds = 8;
    private const int MostUnpackedBytes = 4 * 1024 * 1024;

    public static async Task<IReadOnlyDictionary<string, SchemaIdAnswer>> At(
        KafkaAdmin admin,
        string cluster,
        IReadOnlyCollection<SchemaIdQuestion> asked,
        CancellationToken stop
    )
    {
        var topics = (await admin.Topics(asked.Select(a => a.Topic), stop))
            .Where(t => t is { Name: not null, Error: ErrorCode.None })
            .ToDictionary(t => t.Name!, StringComparer.Ordinal);
        var ends = await admin.Offsets(topics.Values, _ => OffsetSpec.Latest, stop);
        var samples = topics.Values.ToDictionary(
            t => t.Name!,
            t => new SchemaIdTally(t.TopicId),
            StringComparer.Ordinal
        );
        foreach (var end in ends)
        {
            samples[end.Topic].End(end);
        }

        var written = asked
            .Where(a => samples.TryGetValue(a.Topic, out var sample) && !sample.IsSame(a))
            .Select(a => topics[a.Topic])
            .ToList();
        var firsts = await admin.Offsets(written, _ => OffsetSpec.Earliest, stop);
        foreach (var first in firsts.Where(first => first.Error != ErrorCode.None))
        {
            samples[first.Topic].Refuse(first.Error);
        }

        var wanted = written.SelectMany(topic => NewestRecords.Of(topic, firsts, ends));
        await Read(admin, [.. wanted], samples, stop);
        return asked.ToDictionary(
            a => a.Topic,
            a => samples.GetValueOrDefault(a.Topic)?.Answer(a, cluster) ?? Gone(a.Topic, cluster),
            StringComparer.Ordinal
        );
    }

    /// <summary>On to the end of each partition; what is left when there were too many bytes counts as unread.</summary>
    private static async Task Read(
        KafkaAdmin admin,
        List<WantedRecords> wanted,
        Dictionary<string, SchemaIdTally> samples,
        CancellationToken stop
    )
    {
        for (var round = 0; round < MostRounds && wanted.Count > 0; round++)
        {
            var next = new Dictionary<(string, int), long>();
            await foreach (var found in admin.Records(wanted, MostBytes, stop))
            {
                next[(found.Topic, found.Partition)] = Add(samples[found.Topic], found);
            }

            // An answer has room for a few large batches only: who got none is first the next time.
            wanted =
            [
                .. wanted
                    .Select(w =>
                        (
                            Before: w,
                            After: w with
                            {
                                From = Math.Max(w.From, next.GetValueOrDefault((w.Topic, w.Partition))),
                            }
                        )
                    )
                    .Where(w => w.After.From < w.After.End)
                    .OrderBy(w => w.After.From > w.Before.From)
                    .Select(w => w.After),
            ];
        }

        foreach (var left in wanted)
        {
            samples[left.Topic].AddUnread((int)(left.End - left.From));
        }
    }

    private static SchemaIdAnswer.Unanswered Gone(string topic, string cluster) =>
        new($"{cluster} doesn't show topic {topic}.");

    /// <returns>The offset after what was found.</returns>
    private static long Add(SchemaIdTally sample, FoundRecords found)
    {
        if (found.Error != ErrorCode.None)
        {
            sample.Refuse(found.Error);
            return long.MaxValue;
        }

        var rest = found.Records;
        long next = 0;
        try
        {
            while (RecordBatch.TryTake(ref rest, out var batch))
            {
                next = batch.LastOffset + 1;
                if (!batch.IsControl)
                {
                    sample.Add(batch, MostUnpackedBytes);
                }
            }

            return next;
        }
        catch (MalformedFrameException)
        {
            sample.AddUnread(1);
            return long.MaxValue;
        }
    }
}
