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
        string group
    )
    {
        var refused = ErrorCode.NoError;
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
        ).SetErrorHandler((_, error) => refused = error.Code).Build();
        consumer.Assign([.. Enumerable.Range(0, 3).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning))]);
        try
        {
            return await Task.Run(() =>
                consumer.Consume(TimeSpan.FromSeconds(10)) is null ? refused : ErrorCode.NoError
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
