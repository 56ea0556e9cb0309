using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes.Runs;

namespace Portal.Core.Store;

internal static class ApplyMaps
{
    public static void Configure(ModelBuilder model)
    {
        model.Entity<PlanningRun>(e =>
        {
            e.ToTable("planning_run").HasKey(x => x.ChangeId);
            e.Property(x => x.ChangeId).ValueGeneratedNever();
        });
        model.Entity<ApplyRun>(e =>
        {
            e.ToTable("apply_run").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
        model
            .Entity<RunTarget>()
            .ToTable("run_target")
            .HasKey(x => new
            {
                x.Kind,
                x.ClusterId,
                x.Name,
            });
        model.Entity<JournalEntry>(e =>
        {
            e.ToTable("step_journal").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
            e.Property(x => x.BeforeImage).HasColumnType("jsonb");
        });
        model.Entity<Due>(e =>
        {
            e.ToTable("due").HasKey(x => x.Id);
            e.Property(x => x.Id).UseIdentityAlwaysColumn();
        });
    }
}
