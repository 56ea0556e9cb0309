using System.Collections.Immutable;
using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Teams;
using Portal.Web.Features.Kinds;

namespace Portal.Web.Features.Requests;

/// <summary>What the form shows beside what was typed.</summary>
/// <param name="Clusters">All of them, those of the environment that is looked at first.</param>
/// <param name="Places">Those that can hold a resource of a kind, of each kind in the form.</param>
/// <param name="Teams">Those this person may ask for.</param>
/// <param name="Resubmits">The change that is sent again, with the version that was seen.</param>
/// <param name="Saved">What it was saved as last; null while nothing was typed.</param>
/// <param name="NotSaved">Why the last save failed; null when it didn't.</param>
public sealed record RequestView(
    RequestForm Form,
    IReadOnlyList<RequestCluster> Clusters,
    ImmutableDictionary<ResourceKind, IReadOnlyList<RequestCluster>> Places,
    IReadOnlyList<Team> Teams,
    Forecast? Forecast = null,
    (Core.ChangeId Id, uint Version)? Resubmits = null,
    SavedDraft? Saved = null,
    string? NotSaved = null
)
{
    /// <summary>One resource and what goes along with it: shown beside each other.</summary>
    public bool IsStream => HasSeveral && Form.Resources.Count(resource => resource.Beside is null) == 1;

    public bool HasSeveral => Form.Resources.Count > 1;

    public string? Environment => ClusterOf(Form.First)?.Environment;

    public bool LacksName => Form.Resources.Any(resource => resource.Name.Trim().Length == 0);

    public string? Impossible => (Forecast?.Proposal as PlanProposal.Impossible)?.Words;

    private bool IsBlocked =>
        Forecast?.Proposal is PlanProposal.Ready { Findings: var findings }
        && findings.Any(finding => finding.Verdict == CheckVerdict.Blocked);

    /// <summary>As things are it can't be sent, whatever its fields lack.</summary>
    public bool IsHeldUp => Impossible is not null || IsBlocked;

    public RequestCluster? ClusterOf(ResourceForm resource) =>
        Places
            .GetValueOrDefault(resource.Kind, Clusters)
            .Concat(Clusters)
            .FirstOrDefault(c => c.Name == resource.Cluster);

    /// <summary>Those that can hold a resource and all that goes along with it.</summary>
    public IReadOnlyList<RequestCluster> PlacesOf(ResourceForm resource) =>
        [
            .. Places[resource.Kind]
                .Where(place =>
                    Form.Resources.Where(other => other.Beside?.Leader == resource)
                        .All(other => Places[other.Kind].Any(at => at.Name == place.Name))
                ),
        ];

    public ChangeDraft Draft() => Form.Draft(ClusterOf);

    /// <summary>After it was saved, or wasn't. That it is another draft than before stays said.</summary>
    public RequestView After(Core.Outcome<SavedDraft> save) =>
        save switch
        {
            Core.Outcome<SavedDraft>.Done(var draft) => this with
            {
                Saved = draft with { IsApart = draft.IsApart || Saved is { IsApart: true } },
                NotSaved = null,
            },
            Core.Outcome<SavedDraft>.Refused(var why) => this with { NotSaved = why.Words },
            _ => this,
        };

    /// <summary>What is wrong with a field of the request itself, in words; null when nothing is.</summary>
    public string? Problem(string field) => Forecast?.Problems.GetValueOrDefault(field);

    /// <summary>What is wrong with a field of a resource, or of its spec.</summary>
    public string? Problem(ResourceForm resource, string field) =>
        (field == "labels" ? resource.LabelProblem : null)
        ?? resource.Problems().FirstOrDefault(wrong => wrong.Field == field)?.Words
        ?? Problem($"{At(resource)}.{field}")
        ?? Problem($"{At(resource)}.spec.{field}")
        ?? (field == "owner" && resource.Owner == Form.First.Owner ? Problem(field) : null);

    /// <summary>What the preview saw of a resource; null while there is none.</summary>
    public ResourceEvidence? Seen(ResourceForm resource) =>
        Forecast is { Proposal: PlanProposal.Ready { Evidence: var evidence }, On: var on }
        && on.ElementAtOrDefault(Form.PlaceOf(resource)) is { Name: not null } itself
            ? evidence.Of(itself)
            : null;

    /// <summary>What is wrong with a resource beside its fields: an order that can't be, a spec that is missing.</summary>
    public IEnumerable<string> OtherProblems(ResourceForm resource)
    {
        var fields = RequestFields.Of(this, resource).Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        return from problem in Forecast?.Problems ?? ImmutableDictionary<string, string>.Empty
            where RequestFields.NameIn(problem.Key, At(resource)) is { } name && !fields.Contains(name)
            select problem.Value;
    }

    /// <summary>Neither would a cluster become another, nor what is kept beside it: criticality, description.</summary>
    public bool HasNothingToDo =>
        Forecast?.Proposal is PlanProposal.NothingToDo
        && Form.Resources.All(resource =>
            (resource.Base ?? resource.Current) is { } now
            && resource.Labels is null
            && resource.Spec(ClusterOf(resource)) with { Labels = now.Labels } == now
        );

    /// <summary>The id of the field that keeps it from being sent, the topmost one; null when it isn't a field's fault.</summary>
    public string? FieldToFix =>
        Form.Resources.Select(resource => RequestFields.ToFix(this, resource)).FirstOrDefault(id => id is not null)
        ?? (Problem("reason") is null ? null : "reason");

    /// <summary>Why it can't be sent yet; null when it can.</summary>
    public string? NotYet =>
        LacksName ? "Enter a name"
        : Form.Resources.Any(resource => resource.LabelProblem is not null || resource.Problems().Any())
            ? "Fix the highlighted fields"
        : Forecast is null ? "Checking…"
        : Forecast.Problems.Count == 1 && Forecast.Problems.ContainsKey("reason") ? "Add a reason"
        : Forecast.Problems.Count > 0 ? "Fix the highlighted fields"
        : Impossible is not null ? "Not possible as requested"
        : IsBlocked ? "Blocked by a check: see the preview"
        : HasNothingToDo ? "No changes to send"
        : null;

    private string At(ResourceForm resource) => $"resources[{Form.PlaceOf(resource)}]";
}
