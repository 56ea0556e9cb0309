using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Portal.Core;
using Portal.Core.Jobs;

namespace Portal.Engines.Flink;

/// <summary>
/// A job carries what it was made of among its own parameters, where Flink shows it: so what runs can be compared with what is wanted, by any
/// worker, after any crash.
/// </summary>
internal static class CarriedDefinition
{
    public const string Key = "portal.definition";

    /// <summary>As the value of pipeline.global-job-parameters, in letters that need no quotes there.</summary>
    public static string Of(JobDefinition definition) =>
        $"{Key}:{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(CoreJson.Write(definition)))}";

    /// <summary>Out of what Flink answers for a run's configuration; null where the portal didn't start it.</summary>
    public static JobDefinition? Of(JsonElement body) =>
        body.TryGetProperty("execution-config", out var config)
        && config.TryGetProperty("user-config", out var carried)
        && FlinkJson.Text(carried, Key) is { Length: > 0 } text
            ? Read(text)
            : null;

    /// <summary>Null for what isn't one.</summary>
    public static JobDefinition? Read(string carried)
    {
        try
        {
            return CoreJson.Read<JobDefinition>(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(carried)));
        }
        catch (Exception other) when (other is FormatException or JsonException)
        {
            return null;
        }
    }
}
