using System.Text.Json.Serialization;

namespace Portal.Core.Resources;

/// <summary>What was seen of a resource beside its plan: not hashed, dated, read again before applying.</summary>
/// <param name="SeenAt">When the engine answered.</param>
[StoredForms("kind")]
public abstract record ResourceEvidence(ResourceRef On, DateTimeOffset SeenAt)
{
    /// <summary>False: what is missing may be known in some minutes.</summary>
    [JsonIgnore]
    public virtual bool IsWhole => true;
}
