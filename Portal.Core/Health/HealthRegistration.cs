using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Portal.Core.Resources;

namespace Portal.Core.Health;

public static class HealthRegistration
{
    /// <summary>What plans and charts ask of the readings: <see cref="ITopicReaders"/>, <see cref="IHealthHistory"/>. Needs the store.</summary>
    public static IServiceCollection AddReadings(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ITopicReaders, TopicReaders>();
        services.TryAddSingleton<IHealthHistory, HealthHistory>();
        return services;
    }

    /// <summary>And <see cref="IClusterHealth"/>, kept fresh in the background: one set of snapshots for the whole process.</summary>
    public static IServiceCollection AddClusterHealth(this IServiceCollection services)
    {
        services.AddReadings();
        services.AddSingleton<ClusterHealth>();
        services.AddKindParts<IPreviewReader>(typeof(HealthRegistration).Assembly);
        services.AddSingleton<IClusterHealth>(provider => provider.GetRequiredService<ClusterHealth>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ClusterHealth>());
        return services;
    }
}
