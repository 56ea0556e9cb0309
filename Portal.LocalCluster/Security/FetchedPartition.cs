namespace Portal.LocalCluster.Security;

/// <summary>A partition as a fetch names it: its topic by name or, from version 13 on, by id.</summary>
public readonly record struct FetchedPartition(string Name, Guid Topic, int Partition) : IComparable<FetchedPartition>
{
    public int CompareTo(FetchedPartition other) =>
        (string.CompareOrdinal(Name, other.Name), Topic.CompareTo(other.Topic)) switch
        {
            (not 0 and var byName, _) => byName,
            (_, not 0 and var byTopic) => byTopic,
            _ => Partition.CompareTo(other.Partition),
        };
}
