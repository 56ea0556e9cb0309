namespace Portal.Web.Features.Changes;

/// <summary>What a step of approval is called, and what it is for where a change has several resources.</summary>
public static class ApprovalTitle
{
    private const int Named = 3;

    /// <summary>With its team, once: "Owning team: Payments".</summary>
    public static string Of(string title, string team) =>
        title.EndsWith($": {team}", StringComparison.Ordinal) ? title : $"{title}: {team}";

    /// <returns>"for orders and refunds", "for all 4 resources"; null when the change has only one.</returns>
    /// <param name="all">How many resources the change has.</param>
    public static string? For(IReadOnlyList<string> names, int all) =>
        (all, names.Count) switch
        {
            (1, _) => null,
            var (total, those) when total == those => $"for all {total} resources",
            (_, 1) => $"for {names[0]}",
            (_, <= Named) => $"for {string.Join(", ", names.SkipLast(1))} and {names[^1]}",
            _ => $"for {string.Join(", ", names.Take(Named - 1))} and {names.Count - Named + 1} more",
        };
}
