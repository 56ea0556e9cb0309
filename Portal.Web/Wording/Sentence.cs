namespace Portal.Web.Wording;

/// <summary>What a person wrote, where more follows it.</summary>
public static class Sentence
{
    /// <summary>With a full stop, unless it ends with one or with another sign.</summary>
    public static string Ended(string words)
    {
        var written = words.TrimEnd();
        return written is [] or [.., '.' or '!' or '?' or '…'] ? written : $"{written}.";
    }
}
