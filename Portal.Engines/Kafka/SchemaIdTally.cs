using System.Runtime.InteropServices;
using Portal.Core.Schemas;
using Portal.Kafka.Admin;
using Portal.Kafka.Records;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>What one topic's newest records carry, as it adds up.</summary>
internal sealed class SchemaIdTally(Guid topicId)
{
    private readonly Dictionary<(RecordPart, int), Count> _ids = [];
    private long _ends;
    private int _records;
    private int _unread;
    private ErrorCode? _refused;

    public void End(FoundOffset end)
    {
        if (end.Error == ErrorCode.None)
        {
            _ends += end.Offset;
        }
        else
        {
            _refused = end.Error;
        }
    }

    public bool IsSame(SchemaIdQuestion asked) =>
        _refused is null && asked.TopicId == topicId && asked.Ends is { } before && before == _ends;

    public void Refuse(ErrorCode error) => _refused = error;

    public void AddUnread(int records) => _unread += records;

    public void Add(RecordBatch batch, int mostUnpacked)
    {
        var seen = 0;
        var end = RecordBatchReader.SchemaIds(
            batch,
            mostUnpacked,
            record =>
            {
                seen++;
                Add(RecordPart.Key, record.KeyId, record);
                Add(RecordPart.Value, record.ValueId, record);
            }
        );
        _records += seen;
        _unread += end is RecordSearch.NotThere ? 0 : Math.Max(1, batch.Count - seen);
    }

    public SchemaIdAnswer Answer(SchemaIdQuestion asked, string cluster) =>
        _refused switch
        {
            ErrorCode.TopicAuthorizationFailed => new SchemaIdAnswer.Unanswered(
                $"The portal may not read records of {asked.Topic} on {cluster}; it needs the operation Read on the topic."
            ),
            { } error => new SchemaIdAnswer.Unanswered(
                $"Not all partitions of {asked.Topic} on {cluster} answered: {error.InWords()}."
            ),
            null when IsSame(asked) => new SchemaIdAnswer.Same(),
            null => new SchemaIdAnswer.Found(
                topicId,
                _ends,
                _records,
                _unread,
                [
                    .. _ids.OrderBy(id => id.Key)
                        .Select(id => new SchemaIdUse(
                            id.Key.Item1,
                            id.Key.Item2,
                            id.Value.Records,
                            id.Value.Bytes,
                            EngineText.Time(id.Value.NewestMs)
                        )),
                ]
            ),
        };

    private void Add(RecordPart part, int? id, RecordSchemaIds record)
    {
        if (id is { } carried)
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, (part, carried), out var known);
            count = new(
                count.Records + 1,
                count.Bytes + record.Bytes,
                known ? Math.Max(count.NewestMs, record.Record.TimestampMs) : record.Record.TimestampMs
            );
        }
    }

    private readonly record struct Count(int Records, long Bytes, long NewestMs);
}
