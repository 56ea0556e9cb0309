using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Store;

namespace Portal.Tests.Kit;

/// <summary>A store that doesn't answer.</summary>
public sealed class SilentStore : IDbContextFactory<PortalDb>
{
    public PortalDb CreateDbContext() => throw new NpgsqlException("The store is away.");
}
