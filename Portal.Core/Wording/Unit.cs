namespace Portal.Core.Wording;

/// <summary>A figure with its unit, which stay on one line: a non-breaking space stands between them.</summary>
public static class Unit
{
    private const char NoBreak = '\u00A0';

    public static string Of(string figure, string unit) => $"{figure}{NoBreak}{unit}";

    public static string Of(long figure, string unit) => $"{figure}{NoBreak}{unit}";

    /// <summary>For words that are kept and searched: nobody types such a space.</summary>
    public static string Typed(string words) => words.Replace(NoBreak, ' ');
}
