using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Runs;

internal sealed class PlanningRunMap : IEntityTypeConfiguration<PlanningRun>
{
    public void Configure(EntityTypeBuilder<PlanningRun> e)
    {
        e.ToTable("planning_run").HasKey(x => x.ChangeId);
        e.Property(x => x.ChangeId).ValueGeneratedNever();
    }
}

internal sealed class ApplyRunMap : IEntityTypeConfiguration<ApplyRun>
{
    public void Configure(EntityTypeBuilder<ApplyRun> e)
    {
        e.ToTable("apply_run").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
        e.Property(x => x.Progress)
            .HasColumnType("jsonb")
            .HasConversion(
                v => v == null ? null : CoreJson.Write(v),
                json => json == null ? null : CoreJson.Read<WaitProgress>(json),
                ValueComparer.CreateDefault<WaitProgress?>(false)
            );
    }
}

internal sealed class RunTargetMap : IEntityTypeConfiguration<RunTarget>
{
    public void Configure(EntityTypeBuilder<RunTarget> e) =>
        e.ToTable("run_target")
            .HasKey(x => new
            {
                x.Kind,
                x.ClusterId,
                x.Name,
            });
}

internal sealed class JournalEntryMap : IEntityTypeConfiguration<JournalEntry>
{
    public void Configure(EntityTypeBuilder<JournalEntry> e)
    {
        e.ToTable("step_journal").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
        e.Property(x => x.BeforeImage).HasColumnType("jsonb");
    }
}

internal sealed class DueMap : IEntityTypeConfiguration<Due>
{
    public void Configure(EntityTypeBuilder<Due> e)
    {
        e.ToTable("due").HasKey(x => x.Id);
        e.Property(x => x.Id).UseIdentityAlwaysColumn();
    }
}
