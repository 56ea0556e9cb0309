using Portal.Tests.Kit;

namespace Portal.Tests.Journeys;

/// <summary>Three real brokers with TLS for the journeys of jobs and contracts, started by the first of them: only in a full run.</summary>
public sealed class JourneyBrokers : IAsyncLifetime
{
    public const string Shared = "journeys on real brokers";

    private readonly Lazy<Task<RealKafka>> _kafka = new(() => RealKafka.Start(3, tls: true));

    public Task<RealKafka> Kafka => _kafka.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_kafka.IsValueCreated)
        {
            await (await _kafka.Value).DisposeAsync();
        }
    }
}

[CollectionDefinition(JourneyBrokers.Shared)]
public sealed class SharedJourneyBrokers : ICollectionFixture<JourneyBrokers>;
