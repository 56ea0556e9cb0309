namespace Portal.Core.People;

/// <summary>How a Portal service account is named, and shown among people.</summary>
internal static class AccountName
{
    public const int Longest = 61;

    /// <summary>What stands wherever somebody's name would, so that nobody takes it for a person.</summary>
    public static string Shown(string handle, string teamTitle) => $"{handle} (service account of {teamTitle})";

    public static string NotThere(string handle) => $"There is no Portal service account {handle}.";

    public static bool Fits(string name) =>
        name.Length is > 0 and <= Longest
        && char.IsAsciiLetterLower(name[0])
        && name.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) || letter is '.' or '-');
}
