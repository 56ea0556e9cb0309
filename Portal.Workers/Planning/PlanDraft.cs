using Portal.Core.Changes;
using Portal.Core.Topics;

namespace Portal.Workers.Planning;

/// <summary>What planning came to.</summary>
public abstract record PlanDraft
{
    private PlanDraft() { }

    public sealed record Made(
        PlanBody Body,
        PlanEvidence Evidence,
        RiskAssessment Risk,
        IReadOnlyList<Finding> Findings
    ) : PlanDraft;

    /// <summary>Nothing separates live from wanted.</summary>
    /// <param name="Live">What is there, to be recorded as managed.</param>
    public sealed record Nothing(IReadOnlyList<LiveReading> Live) : PlanDraft;

    /// <summary>The request itself has to change.</summary>
    public sealed record Refused(string Words) : PlanDraft;
}

/// <summary>A change as planning reads it.</summary>
/// <param name="EngineIds">By cluster, the engine's own id as it was registered; null until it first answered.</param>
/// <param name="OtherChanges">Open changes on the same topics, as "title (state)".</param>
public sealed record PlanSubject(
    Change Change,
    IReadOnlyDictionary<Core.ClusterId, string?> EngineIds,
    RiskSetting Risk,
    IReadOnlyList<string> OtherChanges
)
{
    public static TopicSpec? Wanted(ChangeResource resource) =>
        resource.Wanted is { } json ? Core.CoreJson.Read<TopicSpec>(json) : null;
}
