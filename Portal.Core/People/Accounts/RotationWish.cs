namespace Portal.Core.People.Accounts;

/// <summary>A token of a service account as somebody wants to rotate it.</summary>
/// <param name="Lifetime">Of the new one, from now; null: as long as the old one had.</param>
/// <param name="Overlap">How long the old one goes on beside the new one.</param>
public sealed record RotationWish(TimeSpan? Lifetime, TimeSpan Overlap)
{
    public static readonly TimeSpan UsualOverlap = TimeSpan.FromDays(1);
    public static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(7);

    /// <summary>What is wrong with it, by field. Fields are named as the API names them.</summary>
    public IReadOnlyDictionary<string, string> Complaints(TimeSpan longest)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Overlap < TimeSpan.Zero || Overlap > LongestOverlap)
        {
            wrong["overlapHours"] =
                $"The old token goes on for 0 to {LongestOverlap.TotalHours:0} hours beside the new one.";
        }

        if (Lifetime is { } lifetime && (lifetime <= TimeSpan.Zero || lifetime > longest))
        {
            wrong["lifetimeHours"] = TokenWish.LifetimeLimit(longest);
        }

        return wrong;
    }
}
