using Portal.Core.Schemas;

namespace Portal.Engines.Registry;

/// <summary>Which mode holds for a subject: the registry's where that overrides all, else its own, else its context's, else the registry's.</summary>
internal static class RegistryModes
{
    private const string OverridesAll = "READONLY_OVERRIDE";

    public static async Task<string?> Of(RegistryCalls calls, string subject, CancellationToken stop)
    {
        try
        {
            var all = Word(await calls.Ask("mode", null, stop));
            return all is null or OverridesAll ? all : Word(await calls.Ask(PathOf(subject), null, stop)) ?? all;
        }
        catch (EngineException refused) when (refused.IsForbidden)
        {
            return null;
        }
    }

    private static string PathOf(string subject) =>
        $"mode/{RegistryPaths.Name(subject)}{(SubjectContext.Of(subject).Length == 0 ? "" : RegistryPaths.Inherited)}";

    private static string? Word(RegistryAnswer answer) =>
        answer.IsFine ? RegistryCalls.Text(answer.Body, "mode") : null;
}
