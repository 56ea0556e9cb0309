using Microsoft.AspNetCore.Components;
using Portal.Core.Jobs.Savepoints;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs;

/// <summary>A savepoint that is taken while its job goes on, as a line of a diff.</summary>
internal static class SavepointPlanLine
{
    public static PlanLine Of(TakeSavepoint take, RenderFragment subject) =>
        new(
            null,
            "savepoint",
            subject,
            null,
            new("taken", take.JobId),
            "The job goes on while its state is written",
            Undo: "deleted"
        );
}
