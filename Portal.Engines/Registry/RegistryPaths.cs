namespace Portal.Engines.Registry;

/// <summary>Where a registry has its subjects.</summary>
internal static class RegistryPaths
{
    public static string Of(string subject) => $"subjects/{Name(subject)}";

    /// <summary>A slash of a name isn't one of the path.</summary>
    public static string Name(string subject) => Uri.EscapeDataString(EngineText.Original(subject));
}
