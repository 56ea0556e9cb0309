using System.Text;
using Confluent.Kafka;
using Portal.Tests.Interop;

namespace Portal.Tests.LocalCluster.Streams;

/// <summary>Records of two partitions, a table over them, and what a statement makes of it: rows that are read, or records that are written.</summary>
/// <param name="Columns">As CREATE TABLE has them.</param>
/// <param name="Options">Beside the connector, the topic and where they are.</param>
/// <param name="Statement">SELECT or INSERT; <c>t</c> is the table.</param>
/// <param name="Written">How many records an INSERT writes; 0: it is a SELECT.</param>
internal sealed record FormatCase(string Name, string Columns, string Options, string Statement, int Written = 0)
{
    // Its records are years old by their own times.
    private static readonly (string Name, string Value) IsKept = ("retention.ms", "-1");

    /// <summary>What is in the topic before, by partition.</summary>
    public IReadOnlyList<(int Partition, Message<byte[]?, byte[]?> Message)> Records { get; init; } = [];

    /// <summary>The statement that fills the topic instead, and how many records it writes.</summary>
    public (string Insert, int Records)? Filled { get; init; }

    /// <summary>The offsets that the group has committed before, by partition; none where it hasn't.</summary>
    public IReadOnlyList<long> Committed { get; init; } = [];

    public string Connector { get; init; } = "kafka";

    /// <summary>Its options say where a read ends, if not where the topic ends now.</summary>
    public string Bounded { get; init; } = "'scan.bounded.mode'='latest-offset'";

    /// <summary>Values of a second topic, which the table names too; none: there is no second.</summary>
    public IReadOnlyList<string> Second { get; init; } = [];

    public string Topic => $"format-{Name.Replace(' ', '-')}";

    public static Message<byte[]?, byte[]?> Text(string? value, string? key = null, long ms = 0) =>
        new()
        {
            Key = key is null ? null : Encoding.UTF8.GetBytes(key),
            Value = value is null ? null : Encoding.UTF8.GetBytes(value),
            Timestamp = new(ms, TimestampType.CreateTime),
        };

    /// <summary>In both partitions by turns.</summary>
    public FormatCase Over(params string[] values) =>
        this with
        {
            Records = [.. values.Select((value, i) => (i % 2, Text(value, ms: 1_700_000_000_000 + i)))],
        };

    public async Task<IReadOnlyList<string>> Run(Client client, SqlClient sql, string bootstrap, Uri registry)
    {
        await client.Create(Topic, 2, 1, IsKept);
        var second = $"{Topic}-2";
        if (Second.Count > 0)
        {
            await client.Create(second, 1, 1, IsKept);
        }

        using var producer = new DependentProducerBuilder<byte[]?, byte[]?>(client.Producer().Handle).Build();
        foreach (var (partition, message) in Records)
        {
            await producer.ProduceAsync(new TopicPartition(Topic, partition), message);
        }

        foreach (var value in Second)
        {
            await producer.ProduceAsync(second, Text(value));
        }

        Commit(client);
        var topics = Second.Count > 0 ? $"{Topic};{second}" : Topic;
        await sql.Run(
            $"CREATE TABLE t ({Columns}) WITH ('connector'='{Connector}','topic'='{topics}','properties.bootstrap.servers'='{bootstrap}','properties.group.id'='{Topic}',{Bounded},{Options.Replace("$REGISTRY", registry.ToString().TrimEnd('/'), StringComparison.Ordinal)})"
        );
        try
        {
            if (Filled is var (insert, records))
            {
                await sql.Run(insert);
                Read(client, records);
            }

            if (Written == 0)
            {
                return Conformance.Final(await sql.Rows(Statement));
            }

            await sql.Run(Statement);
            return [.. Read(client, Written).Select(Shown).Order(StringComparer.Ordinal)];
        }
        catch (Exception failed) when (failed is InvalidOperationException or TimeoutException)
        {
            return ["fails"];
        }
    }

    private void Commit(Client client)
    {
        if (Committed.Count == 0)
        {
            return;
        }

        using var consumer = client.Consumer(Topic);
        consumer.Commit(Committed.Select((offset, partition) => new TopicPartitionOffset(Topic, partition, offset)));
    }

    private List<ConsumeResult<byte[]?, byte[]?>> Read(Client client, int count)
    {
        using var consumer = client.Bytes(Topic);
        consumer.Assign(Enumerable.Range(0, 2).Select(p => new TopicPartitionOffset(Topic, p, Offset.Beginning)));
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(_ =>
                    consumer.Consume(TimeSpan.FromSeconds(30))
                    ?? throw new TimeoutException($"{Name} wrote too little.")
                ),
        ];
    }

    // Where a record without a key goes is the client's own affair, and when it is written the clock's.
    private string Shown(ConsumeResult<byte[]?, byte[]?> record)
    {
        var at = record.Message.Timestamp.UnixTimestampMs;
        var parts = new[]
        {
            record.Message.Key is null ? "" : $"{record.Partition.Value} {Shown(record.Message.Key)} ",
            Shown(record.Message.Value),
            string.Concat((record.Message.Headers ?? []).Select(h => $" {h.Key}={Shown(h.GetValueBytes())}")),
            Columns.Contains("`timestamp` TIMESTAMP", StringComparison.Ordinal) ? $" at {at}" : "",
        };
        return string.Concat(parts);
    }

    private static string Shown(byte[]? bytes) =>
        bytes is null ? "null"
        : Encoding.UTF8.GetString(bytes) is var text && text.All(c => c is >= ' ' and not '\uFFFD') ? $"'{text}'"
        : $"0x{Convert.ToHexString(bytes)}";
}
