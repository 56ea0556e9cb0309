using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Portal.Core.Store;

namespace Portal.Tests.Kit;

/// <summary>The store with somebody who looks at what is asked of it.</summary>
public sealed class InterceptedStore(NpgsqlDataSource store, IInterceptor interceptor) : IDbContextFactory<PortalDb>
{
    public PortalDb CreateDbContext() =>
        new(new DbContextOptionsBuilder<PortalDb>().UseNpgsql(store).AddInterceptors(interceptor).Options);
}
