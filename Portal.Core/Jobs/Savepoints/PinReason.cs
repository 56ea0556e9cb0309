namespace Portal.Core.Jobs.Savepoints;

/// <summary>Why somebody keeps a savepoint, as it stands beside it.</summary>
public static class PinReason
{
    /// <summary>Its characters.</summary>
    public const int Longest = 500;

    /// <param name="reason">Without spaces around it.</param>
    internal static Refusal? Problem(string reason) =>
        reason.Length is 0 or > Longest || reason.Any(char.IsControl)
            ? Refusal.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["reason"] = $"Enter a reason of at most {Longest} characters, in one line.",
                }
            )
            : null;
}
