using Portal.Core.Store;

namespace Portal.Core.Health.Snapshots;

/// <summary>Sizes of topics, which move every minute: those alone that were written since, without the settings beside them.</summary>
internal static class SeenSizes
{
    /// <param name="before">As the row has it, but for sizes.</param>
    public static async Task<SeenThings> Read(Asking ask, CollectorRow row, SeenThings before, CancellationToken stop)
    {
        await using var command = ask(
            """
            select i.id, t.bytes, t.seen_at
            from seen_topic t
            join incarnation i on i.kind = 'topic' and i.cluster_id = t.cluster_id and i.name = t.name and i.engine_id = t.topic_id::text
            where t.cluster_id = $1 and t.sizes > $2 and t.gone_at is null
            """
        );
        command.Parameters.AddWithValue(row.Id.Value);
        // A lower one than before is of a store that was restored.
        command.Parameters.AddWithValue(before.Sizes < row.Sizes ? before.Sizes : -1L);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var topics = new Dictionary<long, SeenTopicRow>(before.Topics);
        while (await reader.ReadAsync(stop))
        {
            var incarnation = reader.GetInt64(0);
            if (topics.TryGetValue(incarnation, out var topic))
            {
                topics[incarnation] = topic with
                {
                    Bytes = reader.IsDBNull(1) ? null : reader.GetInt64(1),
                    SeenAt = reader.GetFieldValue<DateTimeOffset>(2),
                };
            }
        }

        return before with
        {
            Sizes = row.Sizes,
            At = row.Collector.CycleAt,
            Topics = topics,
        };
    }
}
