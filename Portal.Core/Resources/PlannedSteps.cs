namespace Portal.Core.Resources;

/// <summary>The steps one resource needs, or why there can't be any.</summary>
public abstract record PlannedSteps
{
    private PlannedSteps() { }

    /// <summary>In no order yet; none when nothing separates live from wanted.</summary>
    public sealed record Needed(IReadOnlyList<Step> Steps) : PlannedSteps;

    /// <summary>The words go to the requester: the request itself has to change.</summary>
    public sealed record Impossible(string Words) : PlannedSteps;

    public static PlannedSteps Of(params IReadOnlyList<Step> steps) => new Needed(steps);

    public static PlannedSteps No(string words) => new Impossible(words);
}
