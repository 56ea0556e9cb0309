using Portal.Kafka.Records;
using Record = Portal.Kafka.Records.Record;

namespace Portal.Tests.LocalCluster;

/// <summary>Record batches as a producer makes them.</summary>
internal static class Batches
{
    public const long Epoch = 1_700_000_000_000;

    public static byte[] Of(int records, long timestamp = Epoch, ProducerStamp? producer = null, int valueBytes = 10) =>
        RecordBatchWriter.Write(
            [
                .. Enumerable
                    .Range(0, records)
                    .Select(number => new Record(number, timestamp + number, null, new byte[valueBytes], [])),
            ],
            producer ?? ProducerStamp.None
        );

    public static ProducerStamp Producer(int firstSequence, short epoch = 0, long id = 7) =>
        new(id, epoch, firstSequence);

    public static IEnumerable<RecordBatch> In(ReadOnlyMemory<byte> records)
    {
        var batches = new List<RecordBatch>();
        while (RecordBatch.TryTake(ref records, out var batch))
        {
            batches.Add(batch);
        }

        return batches;
    }
}
