namespace Portal.Core.Resources;

/// <summary>What was seen of a resource beside its plan: not hashed, dated, read again before applying.</summary>
/// <param name="SeenAt">When the engine answered.</param>
[StoredForms("kind")]
public abstract record ResourceEvidence(ResourceRef On, DateTimeOffset SeenAt);
