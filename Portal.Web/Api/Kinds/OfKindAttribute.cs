namespace Portal.Web.Api.Kinds;

/// <summary>What of a resource each kind says in its own form.</summary>
internal enum KindPart
{
    Spec,
    Evidence,
}

/// <summary>A member that holds what the resource's kind says, for the OpenAPI document.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OfKindAttribute(KindPart part) : Attribute
{
    public KindPart Part => part;

    /// <summary>Whether it may be null.</summary>
    public bool IsNullable { get; init; }
}
