using Portal.LocalCluster.Streams.Connectors;

namespace Portal.LocalCluster.Streams.Planning;

/// <summary>Operators in a chain.</summary>
public sealed class PlanVertex
{
    public string Id { get; set; } = "";
    public List<PlanNode> Nodes { get; } = [];
    public List<PlanVertex> Inputs { get; } = [];

    /// <summary>How many subtasks it has when it runs.</summary>
    public int Parallelism { get; set; } = 1;

    /// <summary>The same operators for each subtask; before it runs, those of the first.</summary>
    public IReadOnlyList<IReadOnlyList<PlanNode>> Subtasks { get; set; }

    public PlanVertex() => Subtasks = [Nodes];

    public string Name => string.Join(" -> ", Nodes.Select(NameOf));

    /// <summary>An operator's, as Flink names it.</summary>
    public static string NameOf(PlanNode node) =>
        node.Operator switch
        {
            TopicSource source => $"Source: {source.Topic}",
            ValuesSource => "Source: Values",
            TopicSink sink => $"{sink.Topic}: Writer",
            _ => node.Kind,
        };
}
