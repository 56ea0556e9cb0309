namespace Portal.Core.Resources;

/// <summary>Which resource: the only key there is, in steps, bases, evidence, locks, the journal and managed records.</summary>
public readonly record struct ResourceRef(ResourceKind Kind, ClusterId Cluster, string Name) : IComparable<ResourceRef>
{
    public int CompareTo(ResourceRef other) =>
        Cluster.Value != other.Cluster.Value ? Cluster.Value.CompareTo(other.Cluster.Value)
        : Kind != other.Kind ? string.CompareOrdinal(Kind.Word, other.Kind.Word)
        : string.CompareOrdinal(Name, other.Name);

    public override string ToString() => $"{Kind} {Name}";
}
