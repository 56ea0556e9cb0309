using System.Security.Cryptography;
using System.Text;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Operators;

namespace Portal.LocalCluster.Streams.Planning;

/// <summary>The operators of a job, each before those that take its rows.</summary>
public sealed class Plan
{
    private readonly List<PlanNode> _nodes;

    /// <param name="parallelism">Of those of its vertices that can have several subtasks.</param>
    public Plan(IReadOnlyList<PlanNode> nodes, int parallelism = 1)
    {
        _nodes = [.. nodes];
        Vertices = [.. Chains(parallelism)];
    }

    public IEnumerable<ISink> Sinks => _nodes.Select(n => n.Operator).OfType<ISink>();

    /// <summary>Operators that pass rows to each other without a shuffle, as Flink chains them.</summary>
    public IReadOnlyList<PlanVertex> Vertices { get; }

    public bool WritesWithoutTransactions => _nodes.Exists(n => n.Operator is TopicSink { Layout: null });

    /// <summary>Those that keep state, by an id that follows from what they are and their order among their kind.</summary>
    public IEnumerable<(string Id, PlanNode Node)> Stateful()
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in _nodes.Where(n => n.Operator.Layout is not null))
        {
            // A source or sink is known by its topic, so that a changed query goes on where it was.
            var kind = node.Operator switch
            {
                TopicSource source => $"source {source.Topic}",
                TopicSink sink => $"sink {sink.Topic}",
                _ => node.Kind,
            };
            var ordinal = seen[kind] = seen.GetValueOrDefault(kind) + 1;
            yield return (Id($"{kind} {ordinal}"), node);
        }
    }

    /// <summary>The steps of each result, from the last to the first, as a tree.</summary>
    public string Explained()
    {
        var text = new StringBuilder();
        foreach (var last in _nodes.Where(n => !_nodes.Exists(other => other.Inputs.Contains(n))))
        {
            Explain(text, last, "", "");
        }

        return text.ToString().TrimEnd('\n');
    }

    public static string Id(string of) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(of)).AsSpan(0, 16));

    private static void Explain(StringBuilder text, PlanNode node, string first, string rest)
    {
        text.Append(first).Append(node).Append('\n');
        for (var i = 0; i < node.Inputs.Length; i++)
        {
            var isLast = i == node.Inputs.Length - 1;
            Explain(text, node.Inputs[i], $"{rest}{(isLast ? "+- " : ":- ")}", $"{rest}{(isLast ? "   " : ":  ")}");
        }
    }

    private List<PlanVertex> Chains(int parallelism)
    {
        var vertices = new List<PlanVertex>();
        var of = new Dictionary<PlanNode, PlanVertex>(ReferenceEqualityComparer.Instance);
        foreach (var node in _nodes)
        {
            var chained =
                node.Inputs is [var only]
                && !node.BeginsVertex(of[only].Parallelism)
                && _nodes.Count(n => n.Inputs.Contains(only)) == 1
                    ? of[only]
                    : null;
            if (chained is null)
            {
                chained = new PlanVertex();
                vertices.Add(chained);
                chained.Inputs.AddRange(node.Inputs.Select(input => of[input]).Distinct());
                chained.Parallelism = node.ParallelismOf(parallelism, chained.Inputs);
            }

            chained.Nodes.Add(node);
            of[node] = chained;
        }

        foreach (var vertex in vertices)
        {
            vertex.Id = Id(string.Join('\n', vertices.IndexOf(vertex), vertex.Name));
        }

        return vertices;
    }
}
