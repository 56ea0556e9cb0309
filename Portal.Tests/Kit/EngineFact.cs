namespace Portal.Tests.Kit;

/// <summary>A test against a real engine: skipped, by name, where the engines aren't.</summary>
public sealed class EngineFactAttribute : FactAttribute
{
    public EngineFactAttribute() => Skip = EngineSkip.Reason;
}

/// <inheritdoc cref="EngineFactAttribute"/>
public sealed class EngineTheoryAttribute : TheoryAttribute
{
    public EngineTheoryAttribute() => Skip = EngineSkip.Reason;
}

internal static class EngineSkip
{
    public static string? Reason =>
        Repository.Engines is null ? "needs the real engines: set PORTAL_ENGINES to their folder" : null;
}
