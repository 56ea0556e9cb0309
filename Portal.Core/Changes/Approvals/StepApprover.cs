using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Portal.Core.Changes.Approvals;

/// <summary>Somebody whose roles let them approve at a step now. Whether they requested the change is asked apart.</summary>
internal sealed class StepApprover
{
    public required long StepId { get; init; }
    public required string Handle { get; init; }
}

internal sealed class StepApproverMap : IEntityTypeConfiguration<StepApprover>
{
    public void Configure(EntityTypeBuilder<StepApprover> e) => e.ToView("step_approver").HasNoKey();
}
