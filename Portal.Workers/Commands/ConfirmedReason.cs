namespace Portal.Workers.Commands;

/// <summary>The options of a command that is for an operator to decide: a reason, which the audit log keeps, and that it is meant.</summary>
internal static class ConfirmedReason
{
    public const string Use = $"{Reason} WORDS {Yes}";
    private const string Yes = "--yes";
    private const string Reason = "--reason";

    /// <returns>Null where one of the two is missing, or anything else is there.</returns>
    public static string? In(string[] options) =>
        options.Where(option => option != Yes).ToArray() is [Reason, { Length: > 0 } reason] && options.Contains(Yes)
            ? reason
            : null;
}
