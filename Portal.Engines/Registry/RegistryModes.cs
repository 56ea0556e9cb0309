namespace Portal.Engines.Registry;

/// <summary>Which mode holds for a subject: the registry's where that overrides all, else its own, else the registry's.</summary>
internal static class RegistryModes
{
    private const string OverridesAll = "READONLY_OVERRIDE";

    public static async Task<string?> Of(RegistryCalls calls, string subject, CancellationToken stop)
    {
        try
        {
            var all = Word(await calls.Ask("mode", null, stop));
            return all is null or OverridesAll
                ? all
                : Word(await calls.Ask($"mode/{RegistryPaths.Name(subject)}", null, stop)) ?? all;
        }
        catch (EngineException refused) when (refused.IsForbidden)
        {
            return null;
        }
    }

    private static string? Word(RegistryAnswer answer) =>
        answer.IsFine ? RegistryCalls.Text(answer.Body, "mode") : null;
}
