namespace Portal.Core.Wording;

/// <summary>Names in a sentence: nobody reads more than some of them there.</summary>
public static class NameList
{
    /// <summary>"a, b", or "a, b, c and 7 more".</summary>
    /// <param name="most">How many are named.</param>
    public static string InWords(IReadOnlyCollection<string> names, int most) =>
        names.Count <= most
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";
}
