using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Requests;
using Portal.Core.Teams;
using Portal.Core.Topics;

namespace Portal.Web.Features.Requests;

/// <summary>A cluster a topic can be asked for on.</summary>
public sealed record RequestCluster(string Name, string Environment, int? Brokers);

/// <summary>What the form shows beside what was typed.</summary>
/// <param name="Teams">Those this person may ask for.</param>
/// <param name="Resubmits">The change that is sent again, with the version that was seen.</param>
public sealed record RequestView(
    RequestForm Form,
    IReadOnlyList<RequestCluster> Clusters,
    IReadOnlyList<Team> Teams,
    Forecast? Forecast = null,
    (Core.ChangeId Id, uint Version)? Resubmits = null
)
{
    /// <summary>What follows from the need as it is typed now.</summary>
    public TopicSizing Sizing =>
        TopicSizing.Of(Form.Intent, Clusters.FirstOrDefault(cluster => cluster.Name == Form.Cluster)?.Brokers);

    public string? Environment => Clusters.FirstOrDefault(cluster => cluster.Name == Form.Cluster)?.Environment;

    /// <summary>What is wrong with a field, in words; null when nothing is, or when nothing was typed yet.</summary>
    public string? Complaint(string field) =>
        Form.Intent.Complaints().Where(wrong => wrong.Field == field).Select(wrong => wrong.Words).FirstOrDefault()
        ?? Forecast?.Problems.GetValueOrDefault(field)
        ?? Forecast?.Problems.GetValueOrDefault($"resources[0].{field}")
        ?? Forecast?.Problems.GetValueOrDefault($"resources[0].spec.{field}")
        ?? Forecast?.Problems.GetValueOrDefault($"resources[0].spec.configs.{field}");

    public string? Impossible => (Forecast?.Proposal as PlanProposal.Impossible)?.Words;

    /// <summary>Neither would the cluster become another, nor what is said of the topic: its tier, what is in it.</summary>
    public bool HasNothingToDo =>
        Forecast?.Proposal is PlanProposal.NothingToDo
        && (Form.Base ?? Form.Current) is { } now
        && Form.Draft(Sizing).Resources[0].Spec == now;

    /// <summary>The id of the field that keeps it from being sent, the topmost one; null when it isn't a field's fault.</summary>
    public string? FieldToFix =>
        Form.Name.Trim().Length == 0
            ? "name"
            : FieldIds.Where(known => Complaint(known.Name) is not null).Select(known => known.Id).FirstOrDefault()
                ?? Form.Settings(Sizing)
                    .Where(setting => Complaint(setting.Name) is not null)
                    .Select(setting => $"setting-{setting.Name}")
                    .FirstOrDefault()
                ?? (Complaint("reason") is null ? null : "reason");

    private static readonly (string Name, string Id)[] FieldIds =
    [
        ("name", "name"),
        ("cluster", "cluster"),
        ("owner", "owner"),
        ("description", "about"),
        ("eventsPerSecond", "rate"),
        ("eventBytes", "rate"),
        ("keepFor", "retention"),
        ("ordering", "ordering"),
        ("tier", "tier"),
    ];

    /// <summary>Why it can't be sent yet; null when it can.</summary>
    public string? NotYet =>
        Form.Name.Trim().Length == 0 ? "Enter a name"
        : Form.Intent.Complaints().Any() ? "Fix the highlighted fields"
        : Forecast is null ? "Checking…"
        : Forecast.Problems.Count == 1 && Forecast.Problems.ContainsKey("reason") ? "Add a reason"
        : Forecast.Problems.Count > 0 ? "Fix the highlighted fields"
        : Impossible is not null ? "Not possible as requested"
        : HasNothingToDo ? "No changes to send"
        : null;
}
