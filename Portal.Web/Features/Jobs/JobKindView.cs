using Microsoft.AspNetCore.Components;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Web.Features.Kinds;
using Portal.Web.Layout;
using Portal.Web.Parts;

namespace Portal.Web.Features.Jobs;

/// <summary>Jobs as pages show them beside other kinds.</summary>
public sealed class JobKindView : IKindView, IKindPlace
{
    public ResourceKind Kind => JobKind.Word;

    public string Noun => "job";

    public Place Place => new("Jobs", Addresses.Jobs, Glyph.Job, "j", AtThumb: false);

    public string Address(string cluster, string name) => Addresses.Job(cluster, name);

    public IEnumerable<PlanLine> Lines(Step step, RenderFragment subject, ResourceEvidence? seen) =>
        JobPlanLines.Of(step, subject, (JobEvidence?)seen);

    public RenderFragment Evidence(ResourceEvidence seen, string? cluster) =>
        JobPlanLines.Whole(null, (JobEvidence)seen);

    public string? WayBack => "Whether the former version can go on, and from which state, is on the page of";

    public string? More(Step step) =>
        step switch
        {
            StartJob { Former: null, Definition.Program: null } start => JobPlanLines.Lines(start.Definition),
            StopJob { WithoutSavepoint: true } => "it goes on from its newest checkpoint",
            StopJob => "it goes on from there exactly once",
            _ => null,
        };
}
