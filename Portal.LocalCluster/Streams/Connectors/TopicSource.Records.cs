using Confluent.Kafka;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicSource
{
    private void Take(SourcePartition partition, ConsumeResult<byte[], byte[]> read)
    {
        if (_reader.Read(read) is not { } change)
        {
            return;
        }

        try
        {
            Take(partition, change);
        }
        catch (SqlDataException fault) when (fault.IsOfRow)
        {
            throw RecordReader.Placed(fault, read);
        }
    }

    private void Take(SourcePartition partition, Change change)
    {
        if (computed is not null)
        {
            change = change with { Row = computed(change.Row) };
        }

        if (watermark is { } mark)
        {
            if (change.Adds)
            {
                TimeOf(change.Row[mark.Column]);
            }

            // A deletion has a time only where it is the record's own.
            if (mark.Of(change.Row) is { } at)
            {
                partition.Advance(TimeOf(at));
            }
        }

        Emit(change);
        if (table.EmitsWatermarkOnEvent)
        {
            EmitWatermark();
        }
    }
}
