namespace Portal.Schemas.Compatibility;

/// <summary>Which versions of a subject must be able to read which, as the registry's documentation names them.</summary>
public enum CompatibilityLevel
{
    None,

    /// <summary>Readers of the new version read what was written with the one before.</summary>
    Backward,
    BackwardTransitive,

    /// <summary>Readers of the version before read what is written with the new one.</summary>
    Forward,
    ForwardTransitive,

    /// <summary>Both.</summary>
    Full,
    FullTransitive,
}

/// <summary>What a level asks for.</summary>
public static class CompatibilityLevels
{
    /// <summary>Every version is looked at, not only the last.</summary>
    public static bool IsTransitive(this CompatibilityLevel level) =>
        level
            is CompatibilityLevel.BackwardTransitive
                or CompatibilityLevel.ForwardTransitive
                or CompatibilityLevel.FullTransitive;

    public static bool AsksBackward(this CompatibilityLevel level) =>
        level
            is CompatibilityLevel.Backward
                or CompatibilityLevel.BackwardTransitive
                or CompatibilityLevel.Full
                or CompatibilityLevel.FullTransitive;

    public static bool AsksForward(this CompatibilityLevel level) =>
        level
            is CompatibilityLevel.Forward
                or CompatibilityLevel.ForwardTransitive
                or CompatibilityLevel.Full
                or CompatibilityLevel.FullTransitive;
}
