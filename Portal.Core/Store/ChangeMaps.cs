using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Changes;
using Portal.Core.Changes.Approvals;
using Portal.Core.Changes.Plans;
using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Store;

internal static class ChangeMaps
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<Change>(e =>
        {
            e.ToTable("change").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
            e.Ignore(x => x.Owners);
            e.ComplexProperty(x => x.Actor, MapActor);
            e.Property(x => x.Version).IsRowVersion().HasColumnName("xmin");
            e.HasMany(x => x.Resources).WithOne().HasForeignKey(x => x.ChangeId);
        });
        model.Entity<ChangeResource>(e =>
        {
            e.ToTable("change_resource").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
            e.Ignore(x => x.On);
            e.Property(x => x.Wanted).HasColumnType("jsonb");
            e.Property(x => x.Base).HasColumnType("jsonb");
        });
        model.Entity<Plan>(e =>
        {
            e.ToTable("plan").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
            e.Ignore(x => x.Body);
            e.Ignore(x => x.Evidence);
            e.Property(x => x.EvidenceJson).HasColumnName("evidence").HasColumnType("jsonb");
            e.Property(x => x.RiskReasons)
                .HasColumnType("jsonb")
                .HasConversion(new JsonColumn<RiskReason[]>(), ValueComparer.CreateDefault<RiskReason[]>(false));
        });
        model.Entity<CheckResult>(e =>
        {
            e.ToTable("check_result").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
        model.Entity<ApprovalRule>(e =>
        {
            e.ToTable("approval_rule").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
        model.Entity<ApprovalStep>(e =>
        {
            e.ToTable("approval_step").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
        model.Entity<Vote>(e =>
        {
            e.ToTable("vote").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
            e.ComplexProperty(x => x.Actor, MapActor);
        });
    }

    internal static void MapActor(ComplexPropertyBuilder<Actor> actor)
    {
        actor.Property(a => a.Name).HasColumnName("actor");
        actor.Property(a => a.Via).HasColumnName("actor_via");
        actor.Property(a => a.OnBehalfOf).HasColumnName("on_behalf_of");
    }
}
