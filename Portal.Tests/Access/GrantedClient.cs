using Confluent.Kafka;

namespace Portal.Tests.Access;

/// <summary>A program that signs in with a service account's password, and what it meets.</summary>
internal static class GrantedClient
{
    public static readonly IReadOnlyList<ErrorCode> Refusals =
    [
        ErrorCode.TopicAuthorizationFailed,
        ErrorCode.GroupAuthorizationFailed,
    ];

    /// <summary>Reads one record of a topic of three partitions, or as far as it gets.</summary>
    public static async Task<ErrorCode> Consumes(
        string bootstrap,
        (string Name, string Password) who,
        string topic,
        string group,
        SaslMechanism mechanism = SaslMechanism.ScramSha512,
        string? ca = null
    )
    {
        var refused = ErrorCode.NoError;
        using var consumer = new ConsumerBuilder<Ignore, string>(
            new ConsumerConfig
            {
                BootstrapServers = bootstrap,
                SecurityProtocol = ca is null ? SecurityProtocol.SaslPlaintext : SecurityProtocol.SaslSsl,
                SslCaLocation = ca,
                SaslMechanism = mechanism,
                SaslUsername = who.Name,
                SaslPassword = who.Password,
                GroupId = group,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                EnableAutoCommit = false,
            }
        ).SetErrorHandler((_, error) => refused = error.Code).Build();
        return await Consumes(consumer, topic, () => refused);
    }

    /// <summary>Joins a group that reads a topic, as a service does, until it has a record or is refused.</summary>
    public static async Task<ErrorCode> Joins(
        string bootstrap,
        (string Name, string Password) who,
        string topic,
        string group
    )
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(
            new ConsumerConfig
            {
                BootstrapServers = bootstrap,
                SecurityProtocol = SecurityProtocol.SaslPlaintext,
                SaslMechanism = SaslMechanism.ScramSha512,
                SaslUsername = who.Name,
                SaslPassword = who.Password,
                GroupId = group,
                AutoOffsetReset = AutoOffsetReset.Earliest,
                EnableAutoCommit = false,
            }
        ).Build();
        consumer.Subscribe(topic);
        try
        {
            return await Task.Run(() =>
                consumer.Consume(TimeSpan.FromSeconds(20)) is null ? ErrorCode.Local_TimedOut : ErrorCode.NoError
            );
        }
        catch (ConsumeException failure)
        {
            return failure.Error.Code;
        }
        finally
        {
            consumer.Close();
        }
    }

    /// <param name="refused">What the client was told beside its records.</param>
    public static async Task<ErrorCode> Consumes(
        IConsumer<Ignore, string> consumer,
        string topic,
        Func<ErrorCode> refused
    )
    {
        consumer.Assign([.. Enumerable.Range(0, 3).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning))]);
        try
        {
            return await Task.Run(() =>
                consumer.Consume(TimeSpan.FromSeconds(10)) is null ? refused() : ErrorCode.NoError
            );
        }
        catch (ConsumeException failure)
        {
            return failure.Error.Code;
        }
    }

    public static async Task Writes(string bootstrap, string topic)
    {
        using var producer = new ProducerBuilder<Null, string>(
            new ProducerConfig { BootstrapServers = bootstrap }
        ).Build();
        await producer.ProduceAsync(topic, new Message<Null, string> { Value = "first" });
    }
}
