using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Core.Changes.Plans;

internal sealed class PlanMap : IEntityTypeConfiguration<Plan>
{
    public void Configure(EntityTypeBuilder<Plan> e)
    {
        e.ToTable("plan").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
        e.Ignore(x => x.Body);
        e.Ignore(x => x.Evidence);
        e.Property(x => x.EvidenceJson).HasColumnName("evidence").HasColumnType("jsonb");
        e.Property(x => x.RiskReasons)
            .HasColumnType("jsonb")
            .HasConversion(new JsonColumn<RiskReason[]>(), ValueComparer.CreateDefault<RiskReason[]>(false));
    }
}

internal sealed class CheckResultMap : IEntityTypeConfiguration<CheckResult>
{
    public void Configure(EntityTypeBuilder<CheckResult> e)
    {
        e.ToTable("check_result").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}
