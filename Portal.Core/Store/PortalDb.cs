using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace Portal.Core.Store;

/// <summary>
/// The store as objects. It knows none of them: each domain has its maps beside its types. <c>db/</c> owns the schema; a house test
/// proves that the maps agree with it.
/// </summary>
public sealed class PortalDb : DbContext
{
    private static readonly MethodInfo Apply = typeof(ModelBuilder).GetMethod(nameof(ModelBuilder.ApplyConfiguration))!;

    // A transaction whose save failed is given up whole, so a savepoint around each save would be two journeys for nothing.
    public PortalDb(DbContextOptions<PortalDb> options)
        : base(options) => Database.AutoSavepointsEnabled = false;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        StoreTypes.Configure(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var (map, entity) in Maps())
        {
            Apply.MakeGenericMethod(entity).Invoke(modelBuilder, [Activator.CreateInstance(map)]);
        }

        SnakeCase.Apply(modelBuilder);
    }

    // As ApplyConfigurationsFromAssembly finds them, without what the compiler made.
    private static IEnumerable<(Type Map, Type Entity)> Maps() =>
        from map in SourceTypes.Of(typeof(PortalDb).Assembly)
        where map is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        orderby map.FullName
        from role in map.GetInterfaces()
        where role.IsGenericType && role.GetGenericTypeDefinition() == typeof(IEntityTypeConfiguration<>)
        select (map, role.GenericTypeArguments[0]);
}
