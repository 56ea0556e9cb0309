using System.Text.Json.Serialization;

namespace Portal.Schemas.Compatibility;

/// <summary>Which versions of a subject must be able to read which, as the registry's documentation names them.</summary>
public enum CompatibilityLevel
{
    [JsonStringEnumMemberName("NONE")]
    None,

    /// <summary>Readers of the new version read what was written with the one before.</summary>
    [JsonStringEnumMemberName("BACKWARD")]
    Backward,

    [JsonStringEnumMemberName("BACKWARD_TRANSITIVE")]
    BackwardTransitive,

    /// <summary>Readers of the version before read what is written with the new one.</summary>
    [JsonStringEnumMemberName("FORWARD")]
    Forward,

    [JsonStringEnumMemberName("FORWARD_TRANSITIVE")]
    ForwardTransitive,

    /// <summary>Both.</summary>
    [JsonStringEnumMemberName("FULL")]
    Full,

    [JsonStringEnumMemberName("FULL_TRANSITIVE")]
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
