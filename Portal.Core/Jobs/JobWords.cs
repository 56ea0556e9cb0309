using System.Text.Json;

namespace Portal.Core.Jobs;

/// <summary>The words for what Core has as enums, as the API and YAML spell them.</summary>
public static class JobWords
{
    /// <summary>ExactlyOnce is exactly-once.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>Null for a word that isn't one of them.</summary>
    public static T? Read<T>(string? word)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Word(value) == word)
            {
                return value;
            }
        }

        return null;
    }
}
