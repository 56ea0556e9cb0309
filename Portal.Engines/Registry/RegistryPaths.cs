namespace Portal.Engines.Registry;

/// <summary>Where a registry has its subjects.</summary>
internal static class RegistryPaths
{
    /// <summary>After the path of a subject's setting: where it has none of its own, the one that it takes over is answered.</summary>
    public const string Inherited = "?defaultToGlobal=true";

    public static string Of(string subject) => $"subjects/{Name(subject)}";

    /// <summary>A slash of a name isn't one of the path.</summary>
    public static string Name(string subject) => Uri.EscapeDataString(EngineText.Original(subject));
}
