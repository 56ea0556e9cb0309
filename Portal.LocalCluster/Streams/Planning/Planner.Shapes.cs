using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    private Relation Distinct(Relation all)
    {
        all = Plain(all);
        var keys = all.Columns.Select((c, i) => all.ScopeAs(null).Column(i)).ToArray();
        var aggregate = new GroupAggregate([.. keys.Select(k => k.Of)], [], _lifetime, $"distinct {all.Names}");
        var node = Add("GroupAggregate", $"groupBy=[{all.Names}], select=[{all.Names}]", aggregate, all.Node);
        return new(all.Columns, node) { IsUpdating = all.IsUpdating, Key = [.. Enumerable.Range(0, keys.Length)] };
    }

    /// <summary>Its columns in these types.</summary>
    private Relation Coerced(Relation of, ImmutableArray<SqlType> types)
    {
        var isSame = of.Columns.Select((c, i) => c.Type.NotNull.Equals(types[i].NotNull)).All(same => same);
        if (isSame)
        {
            return of;
        }

        var scope = of.ScopeAs(null);
        var columns = types.Select((type, i) => Coercion.To(scope.Column(i), type)).ToArray();
        var node = Add(
            "Calc",
            $"select=[{string.Join(", ", columns.Select(c => c.Text))}]",
            new Calc(null, [.. columns.Select(c => c.Of)]),
            of.Node
        );
        return of with { Columns = [.. of.Columns.Select((c, i) => c with { Type = types[i] })], Node = node };
    }

    /// <summary>Without times that carry the watermark.</summary>
    private static Relation Plain(Relation of) =>
        of with
        {
            Columns = [.. of.Columns.Select(c => c with { Type = c.Type.Materialized })],
        };

    private PlanNode Add(string kind, string detail, Operator made, params ImmutableArray<PlanNode> inputs)
    {
        for (var i = 0; i < inputs.Length; i++)
        {
            inputs[i].Operator.To(made, i);
        }

        var node = new PlanNode(kind, detail, made, inputs);
        _nodes.Add(node);
        return node;
    }
}
