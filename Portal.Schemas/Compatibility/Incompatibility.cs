using System.Text.Json.Serialization;

namespace Portal.Schemas.Compatibility;

/// <summary>Who can't read whose data.</summary>
public enum Broken
{
    /// <summary>Readers of the new version; what was written with an earlier one.</summary>
    NewReaders,

    /// <summary>Readers of an earlier version; what will be written with the new one.</summary>
    OldReaders,
}

/// <summary>One rule that a new version would break.</summary>
/// <param name="Version">The earlier version that it is about.</param>
/// <param name="Path">The field, with dots; empty for the whole.</param>
/// <param name="Message">Which rule, in a sentence.</param>
/// <param name="Offset">Where the new version's text declares the field, in bytes; null when it doesn't.</param>
/// <param name="IsCertain">False: it can't be decided here, and the registry has to say.</param>
/// <param name="IsPassedOver">The registry's documented rules don't look at it.</param>
public sealed record Incompatibility(
    int Version,
    Broken Who,
    string Path,
    string Message,
    int? Offset,
    bool IsCertain = true,
    [property: JsonIgnore] bool IsPassedOver = false
)
{
    /// <summary>What the portal says of it.</summary>
    public string Sentence => IsCertain ? Rule : $"{Rule} Only the registry can judge what that means.";

    /// <summary>What a registry that refuses it says.</summary>
    [JsonIgnore]
    public string Rule =>
        Who == Broken.NewReaders
            ? $"Readers of the new version couldn't read what was written with version {Version}: {Message}"
            : $"Readers of version {Version} couldn't read what is written with the new one: {Message}";
}
