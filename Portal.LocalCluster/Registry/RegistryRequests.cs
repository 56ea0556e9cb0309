using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Features;

namespace Portal.LocalCluster.Registry;

/// <summary>A schema that somebody sends.</summary>
/// <param name="SchemaType">Null: AVRO.</param>
/// <param name="Id">The one that it had in another registry, in mode IMPORT; null or not positive: none is given.</param>
/// <param name="Version">As <paramref name="Id"/>, its number; none given: the next.</param>
public sealed record SchemaRequest(
    [property: JsonPropertyName("schema")] string? Schema,
    [property: JsonPropertyName("schemaType")] string? SchemaType = null,
    [property: JsonPropertyName("references")] SchemaReference[]? References = null,
    [property: JsonPropertyName("id")] int? Id = null,
    [property: JsonPropertyName("version")] int? Version = null
);

public sealed record LevelRequest([property: JsonPropertyName("compatibility")] string? Compatibility);

public sealed record ModeRequest([property: JsonPropertyName("mode")] string? Mode);

/// <summary>
/// A subject as the address names it. Read from the address as it was sent: routing leaves %2F as it is and undoes the rest, so a name
/// with a slash couldn't be told from one with a percent sign.
/// </summary>
public sealed record Subject(string Name)
{
    private static readonly string[] Before = ["subjects", "config", "mode"];

    public static ValueTask<Subject?> BindAsync(HttpContext context)
    {
        var sent = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0].Split('/');
        var at = Array.FindIndex(sent, Before.Contains);
        return ValueTask.FromResult<Subject?>(new(Uri.UnescapeDataString(sent[at + 1])));
    }
}

/// <summary>A version as the address names it: a number, or the latest.</summary>
/// <param name="Number">Null for the latest.</param>
public sealed record AskedVersion(int? Number)
{
    /// <returns>Null for what is no version.</returns>
    public static AskedVersion? Read(string text) =>
        text is "latest" or "-1" ? new AskedVersion((int?)null)
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? new AskedVersion(number)
        : null;

    public static Answer Invalid(string text) =>
        new Answer.Fault(
            42202,
            $"The specified version '{text}' is not a valid version id. Allowed values are between [1, 2^31-1] and the string \"latest\""
        );
}
