using System.Globalization;
using Portal.Core.Changes;
using Portal.Core.Wording;

namespace Portal.Core.Topics;

/// <summary>A topic setting's value as a person says it: 604800000 is 7 d, 1048588 is 1.0 MB.</summary>
public static class Setting
{
    /// <summary>The words, and the value as Kafka has it where the two differ.</summary>
    public static (string Words, string? Raw) InWords(string name, string value)
    {
        var words = TopicConfigs.All.GetValueOrDefault(name)?.Form switch
        {
            ConfigForm.Milliseconds when Number(value) is { } ms => ms is < 0 or > 30_000_000_000_000
                ? "for ever"
                : Age.InWords(TimeSpan.FromMilliseconds(ms)),
            ConfigForm.Bytes when Number(value) is { } bytes => bytes < 0 ? "no limit" : Quantity.Bytes(bytes),
            ConfigForm.Count when Number(value) is { } count => count == long.MaxValue
                ? "no limit"
                : Quantity.Count(count),
            ConfigForm.YesNo => value == "true" ? "yes" : "no",
            _ => value,
        };
        return (words, words == value ? null : value);
    }

    private static long? Number(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
