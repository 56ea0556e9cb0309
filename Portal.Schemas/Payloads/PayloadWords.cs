using System.Globalization;
using Portal.Schemas.Fields;
using Portal.Schemas.Text;

namespace Portal.Schemas.Payloads;

/// <summary>Parts of a sample in words: where they are, and what stands there.</summary>
internal static class PayloadWords
{
    private const int Longest = 60;

    public static string Member(string path, string name) =>
        name.Length is > 0 and <= Longest && name.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '$' or '@')
            ? SchemaField.Below(path, name)
            : $"{path}[{new JsonText(Cut(name), 0).ToJson()}]";

    public static string Item(string path, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>What stands there, for the end of a sentence.</summary>
    public static string Found(JsonPart part) =>
        part switch
        {
            JsonText text => $"the text “{Cut(text.Value)}”",
            JsonNumber number => $"the number {Cut(number.Raw)}",
            _ => part.Word,
        };

    /// <summary>As JSON, short enough for a sentence.</summary>
    public static string Short(JsonPart part) =>
        part switch
        {
            JsonObject { Members: [] } => "{}",
            JsonList { Items: [] } => "[]",
            JsonObject => "{ … }",
            JsonList => "[ … ]",
            JsonText text => new JsonText(Cut(text.Value), 0).ToJson(),
            _ => Cut(part.Word),
        };

    /// <summary>Choices for a sentence, the first of many.</summary>
    public static string Choices(IReadOnlyCollection<string> all)
    {
        const int most = 12;
        var named = string.Join(", ", all.Take(most).Select(Cut));
        return all.Count > most ? $"{named} and {all.Count - most} more" : named;
    }

    public static string Cut(string words) => words.Length > Longest ? $"{Whole(words)}…" : words;

    // Not through the middle of a character.
    private static string Whole(string words) =>
        words[..(char.IsHighSurrogate(words[Longest - 1]) ? Longest - 1 : Longest)];
}
