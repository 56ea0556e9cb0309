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
            ConfigForm.Ratio => Range(
                double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio),
                ratio,
                value
            ),
            _ => Range(
                long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number),
                number,
                value
            ),
        };

    private string? WordsComplaint(string value)
    {
        var words = Name == "cleanup.policy" ? value.Split(',', StringSplitOptions.TrimEntries) : [value];
        return words.All(w => Allowed.Contains(w, StringComparer.Ordinal))
            ? null
            : $"{Name} can be {string.Join(", ", Allowed)}, not “{value}”.";
    }

    private string? Range(bool parsed, double number, string value) =>
        (parsed, number) switch
        {
            (false, _) => $"{Name} is a number{Unit}, not “{value}”.",
            (_, var n) when n < Least => $"{Name} is at least {Least.ToString(CultureInfo.InvariantCulture)}{Unit}.",
            (_, var n) when n > Most => $"{Name} is at most {Most.ToString(CultureInfo.InvariantCulture)}{Unit}.",
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
