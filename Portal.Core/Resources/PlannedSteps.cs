namespace Portal.Core.Resources;

/// <summary>The steps one resource needs, or why there can't be any.</summary>
public abstract record PlannedSteps
{
    private PlannedSteps() { }

    /// <summary>In no order yet; none when nothing separates live from wanted.</summary>
    /// <param name="LeftOut">What of the wanted the engine can't have, so that no step sets it, in words; null: nothing.</param>
    public sealed record Needed(IReadOnlyList<Step> Steps, string? LeftOut = null) : PlannedSteps;

    /// <summary>The words go to the requester: the request itself has to change.</summary>
    public sealed record Impossible(string Words) : PlannedSteps;

    public static PlannedSteps Of(params IReadOnlyList<Step> steps) => new Needed(steps);

    public static PlannedSteps No(string words) => new Impossible(words);
}
