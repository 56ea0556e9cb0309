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

    /// <summary>"newest": to take the newest schema versions.</summary>
    [SupplyParameterFromQuery(Name = "schemas")]
    public string? Schemas { get; set; }

    protected override ResourceKind Kind => JobKind.Word;

    protected override string? Answers =>
        Schemas == JobForm.Newest ? Schemas : Restore?.ToString(CultureInfo.InvariantCulture);
}
