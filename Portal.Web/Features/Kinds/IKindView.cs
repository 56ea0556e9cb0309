using Microsoft.AspNetCore.Components;
using Portal.Core.Resources;
using Portal.Web.Parts;

namespace Portal.Web.Features.Kinds;

/// <summary>A kind of resource as pages show it: where its page is, and what a step on it looks like in a plan.</summary>
public interface IKindView
{
    ResourceKind Kind { get; }

    /// <summary>One of them: "topic".</summary>
    string Noun { get; }

    /// <summary>Where its page is.</summary>
    /// <param name="cluster">The cluster's name.</param>
    string Address(string cluster, string name);

    /// <summary>A step as lines of a diff: live against wanted, what it means, and how far it can be taken back.</summary>
    /// <param name="subject">What the line belongs to, as a link.</param>
    IEnumerable<PlanLine> Lines(Step step, RenderFragment subject, ResourceEvidence? seen);

    /// <summary>What was seen, under a line that has something of concern.</summary>
    /// <param name="cluster">The cluster's name, where what is named is to be links; null: plain words.</param>
    RenderFragment Evidence(ResourceEvidence seen, string? cluster);

    /// <summary>What a form's preview says of a step beside its title; null for nothing more.</summary>
    string? More(Step step) => null;

    /// <summary>What the page of a resource shows of the way back while a change of it is stuck, as a sentence before its link; null for nothing.</summary>
    string? WayBack => null;
}
