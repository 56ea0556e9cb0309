using Microsoft.EntityFrameworkCore;

namespace Portal.Core.Store;

/// <summary>
/// The store as objects. It knows none of them: each domain has its maps beside its types. <c>db/</c> owns the schema; a house test
/// proves that the maps agree with it.
/// </summary>
public sealed class PortalDb : DbContext
{
    // A transaction whose save failed is given up whole, so a savepoint around each save would be two journeys for nothing.
    public PortalDb(DbContextOptions<PortalDb> options)
        : base(options) => Database.AutoSavepointsEnabled = false;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        StoreTypes.Configure(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(PortalDb).Assembly);
        SnakeCase.Apply(modelBuilder);
    }
}
