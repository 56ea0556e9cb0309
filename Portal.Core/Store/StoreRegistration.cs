using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Portal.Core.Store;

public static class StoreRegistration
{
    /// <summary>Registers one <see cref="NpgsqlDataSource"/> and an <see cref="IDbContextFactory{TContext}"/> on it: a context per operation.</summary>
    public static IServiceCollection AddPortalStore(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(StoreConnection.Of(connectionString)));
        // A context per operation, made of one that was used before: its own services are what it costs.
        services.AddPooledDbContextFactory<PortalDb>(
            (provider, options) =>
                options
                    .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
                    .AddInterceptors(FailedStatement.Shared)
                    // They are thrown as well, and whoever catches them has the line; of the statement only this one, which has no stack.
                    .ConfigureWarnings(failures =>
                        failures.Log(
                            (CoreEventId.QueryIterationFailed, LogLevel.Debug),
                            (RelationalEventId.ConnectionError, LogLevel.Debug),
                            (RelationalEventId.CommandError, LogLevel.Warning)
                        )
                    )
        );
        return services;
    }

    /// <summary>Brings the store to this build's schema once the process runs, and compares the clocks from then on.</summary>
    public static IServiceCollection AddSchemaGate(this IServiceCollection services) =>
        services
            .AddSingleton<SchemaGate>()
            .AddHostedService(provider => provider.GetRequiredService<SchemaGate>())
            .AddHostedService<ClockWatch>();

    /// <summary>Watches whether the store answers and takes writes: <see cref="StoreWatch"/>.</summary>
    public static IServiceCollection AddStoreWatch(this IServiceCollection services) =>
        services.AddSingleton<StoreWatch>().AddHostedService(provider => provider.GetRequiredService<StoreWatch>());

    /// <summary>Lets a request know whether it came to a commit: <see cref="CommitWatch"/>.</summary>
    public static IServiceCollection AddCommitWatch(this IServiceCollection services) =>
        services
            .AddSingleton<CommitWatch>()
            .ConfigureDbContext<PortalDb>(
                (provider, options) => options.AddInterceptors(provider.GetRequiredService<CommitWatch>()),
                ServiceLifetime.Singleton
            );
}
