using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Portal.Core.Store;

public static class StoreRegistration
{
    private const string Prepare = "Max Auto Prepare";
    private const int MostPrepared = 100;

    /// <summary>Registers one <see cref="NpgsqlDataSource"/> and an <see cref="IDbContextFactory{TContext}"/> on it: a context per operation.</summary>
    public static IServiceCollection AddPortalStore(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(Prepared(connectionString)));
        services.AddDbContextFactory<PortalDb>(
            (provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
        );
        return services;
    }

    // The same few statements over and over: parsed and planned once a connection. What the connection string says stays.
    private static string Prepared(string connectionString)
    {
        var told = new DbConnectionStringBuilder { ConnectionString = connectionString };
        if (!told.ContainsKey(Prepare))
        {
            told[Prepare] = MostPrepared;
        }

        return told.ConnectionString;
    }
}
