using System.Text.Json;

namespace Portal.Core.Jobs;

/// <summary>The words for what Core has as enums, as the API and YAML spell them.</summary>
public static class JobWords
{
    /// <summary>ExactlyOnce is exactly-once.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>Whether upgrades are rehearsed; null: by what the job is.</summary>
    public static string Rehearsal(bool? isWanted) =>
        isWanted switch
        {
            null => "where it is critical and exactly-once",
            true => "on",
            false => "off",
        };
}
