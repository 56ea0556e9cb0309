using System.Globalization;

namespace Portal.Bench;

/// <summary>What is measured, and how large and for how long where that is a choice.</summary>
/// <param name="Minutes">How long the large cluster is watched before its figures are taken.</param>
/// <param name="Topics">And as many consumer groups.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Measures, int Minutes = 10, int Topics = 10_000)
{
    /// <returns>Null where an option isn't one of ours, or has no number.</returns>
    public static BenchOptions? Read(string[] arguments)
    {
        var options = new BenchOptions([]);
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!arguments[i].StartsWith("--", StringComparison.Ordinal))
            {
                options = options with { Measures = [.. options.Measures, arguments[i]] };
                continue;
            }

            var given = i + 1 < arguments.Length ? arguments[i + 1] : "";
            if (!int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                return null;
            }

            var with = arguments[i++] switch
            {
                "--minutes" => options with { Minutes = number },
                "--topics" => options with { Topics = number },
                _ => null,
            };
            if (with is null)
            {
                return null;
            }

            options = with;
        }

        return options;
    }
}
