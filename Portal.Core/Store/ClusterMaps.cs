using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Portal.Core.Clusters;
using Portal.Core.Health;
using Portal.Core.Resources;
using Portal.Core.Topics;

namespace Portal.Core.Store;

internal static class ClusterMaps
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Cluster>(e =>
        {
            e.ToTable("cluster").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
            e.Ignore(x => x.Kafka);
            e.HasMany(x => x.Endpoints).WithOne().HasForeignKey(x => x.ClusterId);
        });
        model.Entity<Endpoint>(e =>
        {
            e.ToTable("endpoint").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
        model.Entity<Secret>(e =>
        {
            e.ToTable("secret").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
        model.Entity<Resource>(e =>
        {
            e.ToTable("resource").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
            e.Ignore(x => x.On);
            e.Property(x => x.Spec).HasColumnType("jsonb");
        });
        model.Entity<Incarnation>(e =>
        {
            e.ToTable("incarnation").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
        model.Entity<SeenTopic>(e =>
        {
            e.ToTable("seen_topic")
                .HasKey(x => new
                {
                    x.ClusterId,
                    x.Name,
                    x.TopicId,
                });
            e.Property(x => x.Configs)
                .HasColumnType("jsonb")
                .HasConversion(
                    new JsonColumn<ImmutableSortedDictionary<string, LiveConfig>>(),
                    ValueComparer.CreateDefault<ImmutableSortedDictionary<string, LiveConfig>>(false)
                );
        });
        model.Entity<SeenGroup>().ToTable("seen_group").HasKey(x => new { x.ClusterId, x.Name });
        model.Entity<Drift>(e =>
        {
            e.ToTable("drift").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
    }
}
