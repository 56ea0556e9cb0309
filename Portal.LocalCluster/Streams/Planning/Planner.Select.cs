using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    private Relation Select(SelectQuery select)
    {
        var (input, scope) = select.From is { } table ? From(table) : Single();
        var where = select.Where;
        if (input.Rank is not null)
        {
            (input, where) = Ranked(input, select, scope);
            scope = new Scope([.. scope.Columns.Select((c, i) => c with { Type = input.Columns[i].Type })]);
        }

        (input, scope, where) = Members(input, scope, where);
        var numbering = select.Items.FirstOrDefault(item =>
            item.Of is CallExpression { Name: "ROW_NUMBER", Over: not null }
        );
        var isGrouped =
            select.GroupBy is not null
            || select.Having is not null
            || select.Items.Any(item => Aggregates.Within(item.Of).Any());
        if (numbering is not null)
        {
            return isGrouped
                ? throw SqlException.Unsupported(
                    numbering.Of.At,
                    "ROW_NUMBER beside GROUP BY",
                    "Group in a query inside this one."
                )
                : Numbered(select, Filtered(input, scope, where), scope);
        }

        if (select.Items.SelectMany(item => Overs(item.Of)).FirstOrDefault() is { } over)
        {
            return isGrouped
                    ? throw SqlException.Unsupported(
                        over.At,
                        $"{over.Name} OVER beside GROUP BY",
                        "Group in a query inside this one."
                    )
                : Overed(select, Filtered(input, scope, where), scope) is var counted && select.IsDistinct
                    ? Distinct(counted)
                : counted;
        }

        var result = isGrouped
            ? Grouped(select, Filtered(input, scope, where), scope)
            : Projected(
                select.Items,
                input,
                scope,
                new Binder(scope, time),
                where is null ? null : new Binder(scope, time).Truth(where)
            );
        RefuseOpenSession(select, input, scope, isGrouped ? null : result);
        return select.IsDistinct ? Distinct(Resolved(result, select.At)) : result;
    }

    private (Relation, Scope) Single()
    {
        var node = Add(
            "Values",
            "tuples=[[{ 0 }]]",
            new ValuesSource([
                [],
            ])
        );
        return (new Relation([], node), Scope.Empty);
    }

    private Relation Filtered(Relation input, Scope scope, Expression? where)
    {
        if (where is null)
        {
            return input;
        }

        var condition = new Binder(scope, time).Truth(where);
        return input with { Node = Add("Calc", $"where=[{condition.Text}]", new Calc(condition.Of, null), input.Node) };
    }

    /// <summary>The columns of a SELECT, computed from rows of these.</summary>
    private Relation Projected(
        ImmutableArray<SelectItem> items,
        Relation input,
        Scope scope,
        Binder binder,
        Bound? where
    )
    {
        var (columns, bound) = Columns(items, scope, binder);
        var isSame = bound.Length == input.Columns.Length && bound.Select((b, i) => b.Column == i).All(same => same);
        var named = input with { Columns = columns, Rank = null };
        if (isSame && where is null)
        {
            return named;
        }

        var text =
            $"select=[{string.Join(", ", bound.Select((b, i) => b.Text == columns[i].Name ? b.Text : $"{b.Text} AS {columns[i].Name}"))}]{(where is null ? "" : $", where=[{where.Text}]")}";
        var node = Add("Calc", text, new Calc(where?.Of, isSame ? null : [.. bound.Select(b => b.Of)]), input.Node);
        return Moved(named, input, node, bound);
    }
}
