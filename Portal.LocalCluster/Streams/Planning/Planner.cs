using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.State;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

/// <summary>
/// Makes the operators of a job out of its statements: one method for one part of a query, each gives a <see cref="Relation"/>. What can't be
/// done is refused here, with its place. A table that several queries read is read once.
/// </summary>
public sealed partial class Planner(Catalog catalog, PlanOptions options, TimeProvider time)
{
    private const int MostNodes = 500;
    private readonly Dictionary<Statement, Relation> _made = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CreateTable, Relation> _read = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Relation> _with = new(StringComparer.Ordinal);
    private readonly List<PlanNode> _nodes = [];
    private readonly TransactionAdmin _transactions = new(time);
    private readonly StateLifetime _lifetime = new(options.StateTtl, time);

    /// <summary>A job of all these inserts.</summary>
    public Plan Insert(IEnumerable<Insert> inserts)
    {
        options.CheckParallelism();
        foreach (var insert in inserts)
        {
            Sink(insert);
        }

        return new(_nodes, options.Parallelism);
    }

    /// <summary>A query whose rows are collected.</summary>
    /// <param name="sink">Takes them.</param>
    public (Plan Plan, ImmutableArray<Column> Columns) Select(Query query, Operator sink)
    {
        options.CheckParallelism();
        var result = Resolved(Query(query), query.At);
        Add("Sink", "table=[collect]", sink, result.Node);
        return (new(_nodes, options.Parallelism), result.Columns);
    }

    private Relation Query(Query query)
    {
        var relation = query switch
        {
            SelectQuery select => Select(select),
            UnionQuery union => Union(union),
            ValuesQuery values => Values(values),
            WithQuery with => With(with),
            _ => throw new InvalidOperationException(query.GetType().Name),
        };
        return _nodes.Count <= MostNodes
            ? relation
            : throw SqlException.At(
                query.At,
                $"The statement has more than {MostNodes} steps. Split it into several jobs"
            );
    }

    private Relation With(WithQuery with)
    {
        foreach (var (name, of) in with.Views)
        {
            _with[name] = Query(of);
        }

        var result = Query(with.Of);
        foreach (var (name, _) in with.Views)
        {
            _with.Remove(name);
        }

        return result;
    }

    private Relation Union(UnionQuery union)
    {
        var (left, right) = (Resolved(Query(union.Left), union.Left.At), Resolved(Query(union.Right), union.Right.At));
        if (left.Columns.Length != right.Columns.Length)
        {
            throw SqlException.At(union.At, "Column count mismatch in UNION");
        }

        var types = left
            .Columns.Zip(right.Columns)
            .Select(
                (pair, i) =>
                    pair.First.Type.IsRowtime
                    && pair.Second.Type.IsRowtime
                    && pair.First.Type.Root == pair.Second.Type.Root
                        ? pair.First.Type
                        : CommonType.Of(pair.First.Type, pair.Second.Type)
                            ?? throw SqlException.At(union.At, $"Type mismatch in column {i + 1} of UNION")
            )
            .ToImmutableArray();
        (left, right) = (Coerced(left, types), Coerced(right, types));
        var columns = left.Columns.Select((c, i) => c with { Type = types[i] }).ToImmutableArray();
        var node = Add("Union", $"all=[true], union=[{left.Names}]", new Union(inputs: 2), left.Node, right.Node);
        var all = new Relation(columns, node) { IsUpdating = left.IsUpdating || right.IsUpdating };
        return union.IsAll ? all : Distinct(all);
    }

    private Relation Values(ValuesQuery values)
    {
        var rows = values.Rows.Select(row => row.Select(new Binder(Scope.Empty, time).Bind).ToArray()).ToList();
        if (rows.Exists(row => row.Length != rows[0].Length))
        {
            throw SqlException.At(values.At, "Unequal number of entries in VALUES");
        }

        var types = Enumerable
            .Range(0, rows[0].Length)
            .Select(i =>
                CommonType.Of([.. rows.Select(row => row[i].Type)])
                ?? throw SqlException.At(values.At, "Values passed to VALUES operator must have compatible types")
            )
            .ToArray();
        var source = new ValuesSource([
            .. rows.Select(row => row.Select((v, i) => Coercion.To(v, types[i]).Of).ToArray()),
        ]);
        var node = Add("Values", $"tuples=[{rows.Count}]", source);
        return new([.. types.Select((type, i) => new Column($"EXPR${i}", type))], node);
    }
}
