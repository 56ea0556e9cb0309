using System.Globalization;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>
/// Options of Kafka's own client, <c>properties.*</c>. Flink hands all to Java's client, which leaves out what it doesn't know. Here those that
/// change what is read or written are passed to the client, tuning of Java's alone is taken, and any other is refused: nothing would come of it.
/// </summary>
public sealed partial class TopicTable
{
    private const int KiB = 1_024;
    private static readonly string[] Codecs = ["none", "gzip", "snappy", "lz4", "zstd"];

    private static readonly ClientNumber[] OfProducer =
    [
        new("linger.ms", "linger.ms", 0, 900_000),
        new("max.request.size", "message.max.bytes", 1_000, 1_000_000_000),
        new("buffer.memory", "queue.buffering.max.kbytes", 1_024 * KiB, int.MaxValue, Unit: KiB),
    ];
    private static readonly ClientNumber[] OfConsumer =
    [
        new("fetch.min.bytes", "fetch.min.bytes", 1, 100_000_000),
        new("fetch.max.wait.ms", "fetch.wait.max.ms", 0, 30_000),
        new("max.partition.fetch.bytes", "max.partition.fetch.bytes", 1, 1_000_000_000),
    ];

    /// <summary>Read elsewhere, by this class or by <see cref="TableSecurity"/>.</summary>
    private static readonly string[] ReadHere =
    [
        TimeoutProperty,
        "auto.offset.reset",
        "client.id.prefix",
        "commit.offsets.on.checkpoint",
        "compression.type",
        "sasl.jaas.config",
        "sasl.mechanism",
        "security.protocol",
        "ssl.truststore.certificates",
        "ssl.truststore.type",
    ];

    /// <summary>How Java's client goes about its work. Which rows are read and written doesn't depend on any.</summary>
    private static readonly string[] OfJavaAlone = """
        acks allow.auto.create.topics auto.commit.interval.ms auto.include.jmx.reporter batch.size
        check.crcs client.dns.lookup client.rack compression.gzip.level compression.lz4.level compression.zstd.level
        connections.max.idle.ms default.api.timeout.ms delivery.timeout.ms enable.auto.commit enable.idempotence
        enable.metrics.push exclude.internal.topics fetch.max.bytes group.instance.id group.protocol
        group.remote.assignor heartbeat.interval.ms key.deserializer key.serializer max.block.ms
        max.in.flight.requests.per.connection max.poll.records metadata.max.age.ms metadata.max.idle.ms
        metadata.recovery.rebootstrap.trigger.ms metadata.recovery.strategy metric.reporters metrics.num.samples
        metrics.recording.level metrics.sample.window.ms partition.assignment.strategy partition.discovery.interval.ms
        partitioner.adaptive.partitioning.enable partitioner.availability.timeout.ms receive.buffer.bytes
        reconnect.backoff.max.ms reconnect.backoff.ms register.consumer.metrics request.timeout.ms retries
        retry.backoff.max.ms retry.backoff.ms send.buffer.bytes session.timeout.ms
        socket.connection.setup.timeout.max.ms socket.connection.setup.timeout.ms value.deserializer value.serializer
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private IEnumerable<KeyValuePair<string, string>> Tuning(bool isProducer)
    {
        var numbers = (isProducer ? OfProducer : OfConsumer)
            .Where(each => Get(Properties + each.Name) is not null)
            .Select(each => KeyValuePair.Create(each.Native, each.In(Get(Properties + each.Name)!)));
        return isProducer && Get($"{Properties}compression.type") is { } codec
            ? numbers.Append(new("compression.type", codec))
            : numbers;
    }

    private void CheckProperties()
    {
        foreach (var number in OfProducer.Concat(OfConsumer))
        {
            if (
                Get(Properties + number.Name) is { } text
                && !(
                    long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
                    && value >= number.Least
                    && value <= number.Most
                )
            )
            {
                throw new SqlDataException(
                    $"Invalid value {text} for configuration {Properties}{number.Name}: it is a number, {number.Least:N0} to {number.Most:N0}."
                );
            }
        }

        if (Get($"{Properties}compression.type") is { } codec && !Codecs.Contains(codec))
        {
            throw new SqlDataException(
                $"Invalid value {codec} for configuration {Properties}compression.type: there is {string.Join(", ", Codecs)}."
            );
        }

        var known = Passed
            .Concat(ReadHere)
            .Concat(OfJavaAlone)
            .Concat(OfProducer.Concat(OfConsumer).Select(number => number.Name))
            .ToHashSet(StringComparer.Ordinal);
        var unknown = _options
            .Keys.Where(name => name.StartsWith(Properties, StringComparison.Ordinal))
            .Where(name => !known.Contains(name[Properties.Length..]))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (unknown.Count > 0)
        {
            throw new SqlDataException(
                $"The local cluster's stream runtime has no use for {string.Join(", ", unknown)}: the job would run as if it weren't set. Remove it, or run the job on real Flink."
            );
        }
    }

    /// <param name="Native">As librdkafka names it, which counts in <paramref name="Unit"/>s.</param>
    private sealed record ClientNumber(string Name, string Native, long Least, long Most, long Unit = 1)
    {
        public string In(string text) =>
            Unit == 1
                ? text
                : (long.Parse(text, CultureInfo.InvariantCulture) / Unit).ToString(CultureInfo.InvariantCulture);
    }
}
