using System.Text.Json.Serialization;

namespace Portal.Core.Resources;

/// <summary>A resource as its engine tells it. The journal keeps it as the image of before a step.</summary>
[StoredForms("kind")]
public abstract record ResourceState
{
    /// <summary>The incarnation that carries the name now.</summary>
    [JsonIgnore]
    public abstract EngineId Incarnation { get; }

    /// <summary>What of it ends by itself and isn't over, with its end, in words; null: nothing does.</summary>
    public virtual string? Lasts(DateTimeOffset now) => null;

    /// <summary>What of it counts for staleness.</summary>
    public abstract ResourceBase ToBase();
}

/// <summary>What of a resource a plan was computed from. At apply it is read again; other bytes make the plan stale.</summary>
[StoredForms("kind")]
public abstract record ResourceBase
{
    [JsonIgnore]
    public abstract EngineId Incarnation { get; }
}
