namespace Portal.Workers.Collecting;

public static class CollectingRegistration
{
    /// <summary>
    /// Collects every registered cluster, from <c>Portal:Collecting</c>. Needs the store, the engines and a
    /// <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddCollecting(this IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddOptions<CollectingOptions>()
            .Bind(configuration.GetSection(CollectingOptions.Section))
            .ValidateDataAnnotations()
            .ValidateOnStart();
        services.AddSingleton<CollectingWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<CollectingWorker>());
        services.AddHealthChecks().AddCheck<CollectingCheck>("collecting");
        return services;
    }
}
