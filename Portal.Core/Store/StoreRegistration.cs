using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Portal.Core.Store;

public static class StoreRegistration
{
    // What every connection has, unless the operator's string says otherwise.
    private static readonly (string Name, object Value)[] Ours =
    [
        // Whoever looks at the store's connections sees whose they are, and of which version.
        ("Application Name", RunningProcess.This(TimeProvider.System).InWords),
        // The same few statements over and over: parsed and planned once a connection.
        ("Max Auto Prepare", 100),
        // Eight statements each time that a connection goes back to the pool, more than we send over it: we leave nothing behind in a
        // session. Settings and locks are a transaction's, and who listens leaves the channel.
        ("No Reset On Close", true),
        // Seconds. Who listens sends nothing, and a line that went silent without an end says nothing: the store is asked
        // after as long without a word, and after as long again without an answer the line counts as broken.
        ("Keepalive", 5),
    ];

    /// <summary>Registers one <see cref="NpgsqlDataSource"/> and an <see cref="IDbContextFactory{TContext}"/> on it: a context per operation.</summary>
    public static IServiceCollection AddPortalStore(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(With(connectionString)));
        // A context per operation, made of one that was used before: its own services are what it costs.
        services.AddPooledDbContextFactory<PortalDb>(
            (provider, options) =>
                options
                    .UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
                    .AddInterceptors(FailedStatement.Shared)
        );
        return services;
    }

    /// <summary>Brings the store to this build's schema once the process runs, and compares the clocks from then on.</summary>
    public static IServiceCollection AddSchemaGate(this IServiceCollection services) =>
        services
            .AddSingleton<SchemaGate>()
            .AddHostedService(provider => provider.GetRequiredService<SchemaGate>())
            .AddHostedService<ClockWatch>();

    /// <summary>Lets a request know whether it came to a commit: <see cref="CommitWatch"/>.</summary>
    public static IServiceCollection AddCommitWatch(this IServiceCollection services) =>
        services
            .AddSingleton<CommitWatch>()
            .ConfigureDbContext<PortalDb>(
                (provider, options) => options.AddInterceptors(provider.GetRequiredService<CommitWatch>()),
                ServiceLifetime.Singleton
            );

    private static string With(string connectionString)
    {
        var told = new DbConnectionStringBuilder { ConnectionString = connectionString };
        foreach (var (name, value) in Ours.Where(ours => !told.ContainsKey(ours.Name)))
        {
            told[name] = value;
        }

        return told.ConnectionString;
    }
}
