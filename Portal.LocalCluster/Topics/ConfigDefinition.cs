using System.Globalization;

namespace Portal.LocalCluster.Topics;

/// <summary>A configuration's type; the numbers are the wire's.</summary>
public enum ConfigType : sbyte
{
    Flag = 1,
    Text = 2,
    Int = 3,
    Long = 5,
    Real = 6,
    List = 7,
}

/// <summary>A topic configuration: name, type, default, range.</summary>
/// <param name="BrokerName">What a broker calls its own default for it; null when it has none.</param>
/// <param name="Fault">Why a value of the right type can't be, or null. Words as Kafka's.</param>
public sealed record ConfigDefinition(
    string Name,
    ConfigType Type,
    string Default,
    string? BrokerName,
    string Documentation,
    Func<object, string?>? Fault = null
)
{
    /// <summary>Why the value can't be, or null.</summary>
    public string? FaultOf(string text)
    {
        var value = Parsed(text.Trim());
        var fault = value is null ? WrongType() : Fault?.Invoke(value);
        return fault is null ? null : $"Invalid value {text} for configuration {Name}: {fault}";
    }

    private object? Parsed(string text) =>
        Type switch
        {
            ConfigType.Flag => bool.TryParse(text, out var yes) ? yes : null,
            ConfigType.Int => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n)
                ? (long)n
                : null,
            ConfigType.Long => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n)
                ? n
                : null,
            ConfigType.Real => double.TryParse(text, CultureInfo.InvariantCulture, out var x) ? x : null,
            ConfigType.List => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            _ => text,
        };

    private string WrongType() =>
        Type switch
        {
            ConfigType.Flag => "Expected value to be either true or false",
            ConfigType.Int => "Not a number of type INT",
            ConfigType.Long => "Not a number of type LONG",
            _ => "Not a number of type DOUBLE",
        };
}
