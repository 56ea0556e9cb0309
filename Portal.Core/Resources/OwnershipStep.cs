using System.Text.Json.Serialization;

namespace Portal.Core.Resources;

/// <summary>A step, of whatever kind of resource, that decides who owns it and nothing else. No engine takes part, and no kind judges it.</summary>
public abstract record OwnershipStep(ResourceRef On) : Step(On)
{
    [JsonIgnore]
    public override Reversal Reversal => Reversal.Full;

    [JsonIgnore]
    public override bool IsOnlyRecorded => true;

    /// <summary>How a person takes it back, and who agrees to that.</summary>
    [JsonIgnore]
    public abstract (string How, string Who) TakenBack { get; }
}
