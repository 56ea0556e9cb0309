using System.Net;
using System.Text.Json;

namespace Portal.Engines.Registry;

/// <summary>What a registry answered: its status, its own error code, and what it said.</summary>
/// <param name="RetryAfter">How long it wants no further call; null when it gives no time.</param>
internal sealed record RegistryAnswer(
    HttpStatusCode Status,
    int? Code,
    JsonElement Body,
    string Words,
    TimeSpan? RetryAfter
)
{
    /// <summary>It says that there is no such subject, version or schema. A path that it doesn't know is something else.</summary>
    public bool IsMissing => Status == HttpStatusCode.NotFound && Code is >= 40401 and <= 40499;

    /// <summary>
    /// It may be another server's, such as a proxy's: a registry gives what isn't there a code. Of a path that it doesn't know Apicurio answers so too.
    /// </summary>
    public bool IsOfAnother => Status == HttpStatusCode.NotFound && Code is null;

    /// <summary>It has no such path, or another server answers.</summary>
    public bool IsOfUnknownPath => Status == HttpStatusCode.NotFound && !IsMissing;

    /// <summary>A permanent deletion of what wasn't deleted softly before.</summary>
    public bool IsStillThere => Code is 40405 or 40407;

    public bool IsFine => (int)Status is >= 200 and < 300;
}
