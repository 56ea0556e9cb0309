using System.Globalization;
using Microsoft.AspNetCore.Components;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Web.Features.Requests;

namespace Portal.Web.Features.Jobs.Fields;

/// <summary>Where a job is requested, and a change to one.</summary>
[Route("/jobs/request")]
[Route("/jobs/{Cluster}/{Name}/change")]
public sealed class JobRequestPage : KindRequestPage
{
    /// <summary>The savepoint to start it from.</summary>
    [SupplyParameterFromQuery(Name = "restore")]
    public long? Restore { get; set; }

    /// <summary>What the change is for: "newest" schemas, a "savepoint", to start it "again", or the "former" version; else nothing is filled in.</summary>
    [SupplyParameterFromQuery(Name = "for")]
    public string? For { get; set; }

    protected override ResourceKind Kind => JobKind.Word;

    protected override string? Answers =>
        For switch
        {
            JobForm.Newest or JobForm.Savepoint or JobForm.Again => For,
            JobForm.Former => $"{For}{Restore?.ToString(CultureInfo.InvariantCulture)}",
            _ => Restore?.ToString(CultureInfo.InvariantCulture),
        };
}
