using Portal.Tests.Applying;
using Portal.Tests.Kit;

namespace Portal.Tests.RealEngines.Flink;

/// <summary>One Kafka and one Flink for the tests of a class.</summary>
public sealed class SharedFlink : IAsyncLifetime
{
    public RealKafka? Kafka { get; private set; }

    public RealFlink? Flink { get; private set; }

    public async Task InitializeAsync()
    {
        if (Repository.Engines is not null)
        {
            (Kafka, Flink) = (await RealKafka.Start(), await RealFlink.Start());
        }
    }

    public async Task DisposeAsync()
    {
        if (Kafka is not null && Flink is not null)
        {
            await Flink.DisposeAsync();
            await Kafka.DisposeAsync();
        }
    }

    public Task<WorkerWorld> World() => WorkerWorld.OnFlink(Kafka!.Bootstrap, Flink!.Url, Flink.Gateway);
}
