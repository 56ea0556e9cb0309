namespace Portal.Engines.Registry;

/// <summary>Which product a registry is, by the route that each has for that.</summary>
internal static class RegistryIdentity
{
    private const string Bundled = "-portal";

    // Beside the base path of Apicurio's Confluent API, "/apis/ccompat/v7".
    private static readonly string[] Apicurio = ["../../registry/v3/system/info", "../../registry/v2/system/info"];

    /// <returns>Null: it answers none of them.</returns>
    public static async Task<(string Product, string? Version)?> At(RegistryCalls calls, CancellationToken stop)
    {
        if (await Version(calls, "v1/metadata/version", stop) is { } version)
        {
            return version.EndsWith(Bundled, StringComparison.Ordinal)
                ? ("Portal's bundled registry", version[..^Bundled.Length])
                : ("Confluent Schema Registry", version);
        }

        foreach (var path in Apicurio)
        {
            if (await Version(calls, path, stop) is { } number)
            {
                return ("Apicurio Registry", number);
            }
        }

        return null;
    }

    private static async Task<string?> Version(RegistryCalls calls, string path, CancellationToken stop)
    {
        try
        {
            return await calls.Ask(path, null, stop) is { IsFine: true } answer
                ? RegistryCalls.Text(answer.Body, "version")
                : null;
        }
        catch (EngineException)
        {
            // Its name helps a person and decides nothing; what goes wrong with the registry shows in what does.
            return null;
        }
    }
}
