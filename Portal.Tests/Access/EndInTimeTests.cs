using Portal.Tests.Applying;
using Portal.Tests.Kit;
using static Portal.Tests.Access.AccessWorlds;

namespace Portal.Tests.Access;

/// <summary>While workers run, as they are shipped: access is gone within a minute of its end.</summary>
public sealed class EndInTimeTests : IAsyncLifetime
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(60);
    private readonly WorkerWorld _world = new();

    public Task InitializeAsync() => _world.InitializeAsync();

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Access_is_gone_from_the_cluster_within_a_minute_of_its_end()
    {
        await _world.Manage("orders");
        var end = TimeProvider.System.GetUtcNow().AddSeconds(40);
        await _world.Carry(Grant("short", Reads("orders", "User:short", end)));
        (await _world.AclsOf("User:short")).ShouldNotBeEmpty();
        await _world.StartWorker();

        await Deadline.Until(
            async () => (await _world.AclsOf("User:short")).Count == 0,
            end + Promised - TimeProvider.System.GetUtcNow()
        );

        TimeProvider.System.GetUtcNow().ShouldBeGreaterThanOrEqualTo(end);
    }
}
