using Portal.LocalCluster.Streams.Gateway;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Rest;

namespace Portal.LocalCluster.Streams;

/// <summary>The stream runtime of a local cluster, where it has ports for it.</summary>
public static class StreamsRegistration
{
    public static void AddStreams(
        this IServiceCollection services,
        Func<IServiceProvider, string> folder,
        Func<IServiceProvider, LocalClusterOptions> options
    )
    {
        services.AddSingleton(at => new StreamSettings(
            options(at).MaxStateRows,
            options(at).MaxStateBytes,
            options(at).TaskSlots,
            options(at).MaxStateBytesOfAllJobs
        ));
        services.AddSingleton(at => new TaskSlots(options(at).TaskSlots, options(at).SlotRequestTimeout));
        services.AddSingleton(at => new JobStore(folder(at)));
        services.AddSingleton<StreamJobs>();
        services.AddSingleton<SavepointDeletions>();
        services.AddSingleton<GatewaySessions>();
        services.AddHostedService(at => at.GetRequiredService<StreamJobs>());
        services.AddHostedService<GatewayUpkeep>();
    }

    public static void MapStreams(this IEndpointRouteBuilder routes, int flink, int gateway)
    {
        routes.MapGroup("").RequireHost($"*:{flink}").MapFlink();
        routes.MapGroup("").RequireHost($"*:{gateway}").MapSqlGateway();
    }
}
