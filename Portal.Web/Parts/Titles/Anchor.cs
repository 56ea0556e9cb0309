namespace Portal.Web.Parts;

/// <summary>An id for a heading, made of its words: stable between renders and readable in an address.</summary>
public static class Anchor
{
    public static string Of(string words) =>
        string.Concat(words.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'));
}
