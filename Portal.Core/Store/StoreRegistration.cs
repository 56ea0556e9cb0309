using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Portal.Core.Store;

public static class StoreRegistration
{
    /// <summary>Registers one <see cref="NpgsqlDataSource"/> and an <see cref="IDbContextFactory{TContext}"/> on it: a context per operation.</summary>
    public static IServiceCollection AddPortalStore(this IServiceCollection services, string connectionString)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        services.AddDbContextFactory<PortalDb>(
            (provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>())
        );
        return services;
    }
}
