using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicTable
{
    private const string PartitionerOption = "sink.partitioner";

    /// <summary>All is written to the first partition: a subtask of Flink's has one to itself, and here there is one subtask.</summary>
    public bool IsFixed { get; }

    private bool IsFixedOf(string? partitioner) =>
        partitioner switch
        {
            "fixed" => true,
            null or "default" => false,
            "round-robin" when KeyFields.IsEmpty => false,
            "round-robin" => throw new SqlDataException(
                "Currently 'round-robin' partitioner only works when option 'key.fields' is not specified."
            ),
            _ => throw Bad(PartitionerOption, partitioner, "default, fixed, round-robin"),
        };
}
