using Microsoft.EntityFrameworkCore;
using Portal.Core.People;
using Portal.Core.Teams;

namespace Portal.Core.Store;

internal static class TeamMaps
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Lane>(e =>
        {
            e.ToTable("environment").HasKey(x => x.Name);
            e.Property(x => x.Order).HasColumnName("lane");
        });
        model.Entity<Region>().ToTable("region").HasKey(x => x.Name);
        model.Entity<Team>(e =>
        {
            e.ToTable("team").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
        model.Entity<Person>(e =>
        {
            e.ToTable("person").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
        model
            .Entity<Membership>()
            .ToTable("membership")
            .HasKey(x => new
            {
                x.PersonId,
                x.TeamId,
                x.Role,
            });
        model.Entity<BrowserSession>(e =>
        {
            e.ToTable("browser_session").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
        model.Entity<ApiToken>(e =>
        {
            e.ToTable("api_token").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
        model.Entity<IdempotencyKey>().ToTable("idempotency_key").HasKey(x => new { x.PersonId, x.Key });
    }
}
