using System.Text;
using Portal.Core;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Plans;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Specs;
using Portal.Core.Wording;

namespace Portal.Web.Api.Specs;

/// <summary>A plan, or what was requested, as text: for a terminal, and for a comment on a pull request.</summary>
internal sealed class SpecReport
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    public static SpecReport Of(SpecPlan plan, IReadOnlyDictionary<ClusterId, string> clusters)
    {
        var report = new SpecReport();
        foreach (var (request, forecast) in plan.Changes)
        {
            report.Change(request, forecast, clusters);
        }

        report.Open(plan.Requested, plan.Otherwise);
        report.Notes(plan.Notes);
        var asked = plan.Changes.SelectMany(c => c.Request.Draft.Resources).ToLookup(r => r.Operation);
        if (asked.Count == 0)
        {
            report.Nothing(plan.Unchanged);
        }
        else
        {
            report.Line(
                $"{Count(ResourceOperation.Create)} to create, {Count(ResourceOperation.Update)} to change, {Count(ResourceOperation.Delete)} to delete, {plan.Unchanged} unchanged."
            );
        }

        return report;

        int Count(ResourceOperation operation) => asked[operation].Count();
    }

    private void Change(SpecRequest request, Forecast forecast, IReadOnlyDictionary<ClusterId, string> clusters)
    {
        var ready = forecast.Proposal as PlanProposal.Ready;
        var risk = ready is null ? "" : $", risk {ready.Risk.Score} ({ApiJson.Word(ready.Risk.Band)})";
        Line($"Change in {request.Environment}{risk}");
        var steps = (ready?.Body.Steps ?? []).ToLookup(step => (step.On.Kind, clusters[step.On.Cluster], step.On.Name));
        foreach (var resource in request.Draft.Resources)
        {
            Line($"  {Mark(resource.Operation)} {resource.Kind} {resource.Name} on {resource.Cluster}");
            foreach (var step in steps[(resource.Kind, resource.Cluster, resource.Name)])
            {
                Step(step, ready?.Evidence.Of(step.On));
            }
        }

        if (PlanReversal.InWords(ready?.Body.Steps ?? []) is { } together)
        {
            Line($"  {together}");
        }

        foreach (var finding in (ready?.Findings ?? []).Where(f => f.Verdict != CheckVerdict.Passed))
        {
            Line($"  ! {finding.Name}: {finding.Words}");
        }

        if (forecast.Proposal is PlanProposal.NothingToDo { LeftOut: { } leftOut })
        {
            Line($"  ! {leftOut}");
        }

        if (request.After.Count > 0)
        {
            Line("  Depends on an earlier change of these: apply that first.");
        }

        if (request.AfterOpen.Count > 0)
        {
            Line($"  Depends on change {string.Join(", ", request.AfterOpen)}: apply that first.");
        }

        Line($"  {Approvals(request, forecast)}");
        Line("");
    }

    private static string Approvals(SpecRequest request, Forecast forecast) =>
        forecast switch
        {
            { Proposal: PlanProposal.Ready, Approvals: [] } => "No approval needed: applied immediately.",
            { Proposal: PlanProposal.Ready } =>
                $"Approvals needed: {string.Join("; ", forecast.Approvals.Select(a => $"{a.Title} ({a.TeamTitle})"))}",
            { Proposal: PlanProposal.NothingToDo } =>
                "Nothing changes on the cluster; what is wanted of it is recorded.",
            _ when request.IsLater => "The plan is made when it is requested.",
            _ => "Not seen on the cluster since it last changed: the plan is made when it is requested.",
        };

    private void Step(Step step, ResourceEvidence? seen)
    {
        Line($"      {step.Title}{(step.Reversal == Reversal.None ? "; can't be undone" : "")}");
        foreach (var line in step.Details(seen))
        {
            Line($"        {line}");
        }
    }

    public void Open(IReadOnlyList<RequestedSpec> requested, IReadOnlyList<RequestedSpec> otherwise)
    {
        foreach (var change in requested.GroupBy(r => r.Change))
        {
            Line($"Requested already by change {change.Key}: {Names(change)}");
        }

        foreach (var change in otherwise.GroupBy(r => r.Change))
        {
            Line(
                $"Change {change.Key} is open and requests something else: {Names(change)}. Applied later, it wins; cancel or settle it if it isn't meant."
            );
        }

        static string Names(IEnumerable<RequestedSpec> of) => string.Join(", ", of.Select(r => r.Document.Name));
    }

    public void Notes(IReadOnlyList<SpecNote> notes)
    {
        foreach (var (document, words, _) in notes)
        {
            Line($"{document.Place}: {document.Kind} {document.Name} on {document.Cluster}: {words}");
        }
    }

    public void Nothing(int unchanged) =>
        Line($"Nothing to change; {Quantity.Of(unchanged, "resource is", "resources are")} as written.");

    private static char Mark(ResourceOperation operation) =>
        operation is ResourceOperation.Create ? '+'
        : operation is ResourceOperation.Delete ? '-'
        : '~';

    public void Line(string words) => _text.Append(words).Append('\n');
}
