using System.Globalization;

namespace Portal.Core.Topics;

/// <summary>How a setting's value is written.</summary>
public enum ConfigForm
{
    Milliseconds,
    Bytes,
    Count,
    Ratio,
    YesNo,
    Words,
}

/// <summary>One of Kafka's topic settings: its form, its range, and what it means to a person. Ranges are Kafka 4's.</summary>
public sealed record TopicConfig(
    string Name,
    ConfigForm Form,
    double Least,
    double Most,
    string[] Allowed,
    string Meaning
)
{
    /// <summary>What is wrong with a value, in words; null when Kafka would take it.</summary>
    public string? Complaint(string value) =>
        Form switch
        {
            ConfigForm.YesNo when value is not ("true" or "false") => $"{Name} is true or false, not “{value}”.",
            ConfigForm.YesNo => null,
            ConfigForm.Words => WordsComplaint(value),
            ConfigForm.Ratio => Range(Ratio(value), value),
            _ => Range(Whole(value), value),
        };

    /// <summary>Whether two ways to write a value mean the same to Kafka, which answers with its own: 0.5 for 0.50, compact,delete for compact, delete.</summary>
    public bool IsSame(string one, string other) =>
        one == other
        || Form switch
        {
            ConfigForm.Words => Parts(one).SetEquals(Parts(other)),
            ConfigForm.YesNo => false,
            ConfigForm.Ratio => Ratio(one) is { } a && a == Ratio(other),
            _ => Whole(one) is { } a && a == Whole(other),
        };

    private static double? Ratio(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio)
        && double.IsFinite(ratio)
            ? ratio
            : null;

    private static long? Whole(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static HashSet<string> Parts(string value) =>
        value.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);

    private string? WordsComplaint(string value)
    {
        var words = Name == "cleanup.policy" ? value.Split(',', StringSplitOptions.TrimEntries) : [value];
        return words.All(w => Allowed.Contains(w, StringComparer.Ordinal))
            ? null
            : $"{Name} can be {string.Join(", ", Allowed)}, not “{value}”.";
    }

    private string? Range(double? number, string value) =>
        number switch
        {
            null => $"{Name} is a number{Unit}, not “{value}”.",
            var n when n < Least => $"{Name} is at least {Least.ToString(CultureInfo.InvariantCulture)}{Unit}.",
            var n when n > Most => $"{Name} is at most {Most.ToString(CultureInfo.InvariantCulture)}{Unit}.",
            _ => null,
        };

    private string Unit =>
        Form switch
        {
            ConfigForm.Milliseconds => " of milliseconds",
            ConfigForm.Bytes => " of bytes",
            _ => "",
        };
}
