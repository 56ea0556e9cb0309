using System.Net;

namespace Portal.Kafka.Client;

public sealed record KafkaOptions
{
    /// <summary>How brokers name us in their logs and quotas.</summary>
    public string ClientId { get; init; } = "portal";

    /// <summary>For connecting, TLS and signing in together. The addresses that a name stands for share it.</summary>
    public TimeSpan ConnectWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For one request, unless a call says otherwise.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A larger answer ends the connection.</summary>
    public int MostResponseBytes { get; init; } = 128 * 1024 * 1024;

    /// <summary>Of all answers together, as long as the client lives; more ends the connection. Null: no limit.</summary>
    public long? MostBytesInAll { get; init; }

    /// <summary>How many addresses that the cluster names, beside those given, are connected to at most. Null: no limit.</summary>
    public int? MostNamedBrokers { get; init; }

    /// <summary>
    /// Why an address must not be connected to; null from it when it may be. Asked with each address that a name stands
    /// for, brokers that the cluster names included, so that no name can lead to where it mustn't.
    /// </summary>
    public Func<KafkaEndpoint, IPAddress, string?>? Objection { get; init; }
}
