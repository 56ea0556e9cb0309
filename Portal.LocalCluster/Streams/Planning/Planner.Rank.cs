using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>A SELECT with ROW_NUMBER(): its rows are numbered when the query around it says how many are wanted.</summary>
    private Relation Numbered(SelectQuery select, Relation from, Scope scope)
    {
        from = Resolved(from, select.At);
        var calls = select.Items.Select(i => i.Of).OfType<CallExpression>().Where(c => c.Over is not null).ToList();
        if (calls is not [{ Over: { } over } call])
        {
            throw SqlException.Unsupported(
                calls[1].At,
                "A second ROW_NUMBER in one query",
                "Number in a query inside this one."
            );
        }

        var binder = new Binder(scope, time);
        var number = new Bound(SqlType.BigInt.NotNull, row => row[^1], "ROW_NUMBER") { Column = scope.Columns.Length };
        var known = new Binder(scope, time, expression => ReferenceEquals(expression, call) ? number : null);
        var (columns, items) = Columns(select.Items, scope, known);
        var order = over.OrderBy.Select(o => (binder.Bind(o.By), o.IsDescending)).ToImmutableArray();
        if (order.IsEmpty)
        {
            throw SqlException.At(over.At, "ROW_NUMBER needs an ORDER BY after OVER");
        }

        return new(columns, from.Node)
        {
            Rank = new(
                from,
                [.. over.PartitionBy.Select(binder.Bind)],
                order,
                Array.FindIndex(items, i => i.Column == scope.Columns.Length),
                [.. items]
            ),
        };
    }

    /// <summary>With the condition on the number taken out of WHERE.</summary>
    private (Relation, Expression? Where) Ranked(Relation numbered, SelectQuery select, Scope scope)
    {
        var rank = numbered.Rank!;
        var name = scope.Columns[rank.Number].Name;
        var (least, most) = (1L, long.MaxValue);
        Expression? rest = null;
        foreach (var condition in Conjuncts(select.Where))
        {
            if (Limit(condition, name) is var (sign, number))
            {
                least = Math.Max(
                    least,
                    sign is ">=" or "=" ? number
                        : sign == ">" ? number + 1
                        : 1
                );
                most = Math.Min(
                    most,
                    sign is "<=" or "=" ? number
                        : sign == "<" ? number - 1
                        : long.MaxValue
                );
            }
            else
            {
                rest = rest is null
                    ? condition
                    : new BinaryExpression(rest.At.To(condition.At), "AND", rest, condition);
            }
        }

        if (most is < 1 or > 100_000 || least > most)
        {
            throw SqlException.Unsupported(
                select.At,
                "ROW_NUMBER() without a limit",
                $"Put a condition on the number: WHERE {name} <= 10."
            );
        }

        var shows =
            least > 1 || select.Items.Any(i => Mentions(i.Of, name)) || (rest is not null && Mentions(rest, name));
        var isUpdating = rank.Input.IsUpdating || most > 1;
        var keys = string.Join(", ", rank.Partition.Select(p => p.Text));
        var order = string.Join(", ", rank.Order.Select(o => $"{o.By.Text} {(o.IsDescending ? "DESC" : "ASC")}"));
        var top = Add(
            "Rank",
            $"strategy=[{(rank.Input.IsUpdating ? "RetractStrategy" : "AppendFastStrategy")}], rankRange=[{least}..{most}], partitionBy=[{keys}], orderBy=[{order}]",
            new TopN(
                [.. rank.Partition.Select(p => p.Of)],
                [.. rank.Order.Select(o => (o.By.Of, o.IsDescending))],
                (int)least,
                (int)most,
                rank.Input.IsUpdating,
                shows && most > 1,
                IsLatest(rank, most),
                _lifetime,
                $"first {most} by ({keys}) in order of ({order}) of ({rank.Input.Names})"
            ),
            rank.Input.Node
        );
        // The only number there is needs no place in the row.
        var items = rank
            .Items.Select(i =>
                i.Column != rank.Input.Columns.Length ? i.Of
                : shows && most > 1 ? i.Of
                : _ => 1L
            )
            .ToArray();
        var node = Add("Calc", $"select=[{numbered.Names}]", new Calc(null, items), top);
        var places = rank.Partition.Select(p => rank.Items.ToList().FindIndex(i => i.Text == p.Text)).ToList();
        return (
            Numbered(numbered with { Node = node, Rank = null }, rank, most) with
            {
                IsUpdating = isUpdating || !IsFirstByTime(rank),
                Key = most == 1 && places.TrueForAll(p => p >= 0) ? [.. places] : null,
            },
            rest
        );
    }
}
