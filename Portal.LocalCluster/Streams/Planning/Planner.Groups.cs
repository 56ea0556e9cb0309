using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    private Relation Grouped(SelectQuery select, Relation input, Scope scope)
    {
        var binder = new Binder(scope, time);
        var written = select.GroupBy is { } by ? by.Select(key => Positioned(key, select)).ToList() : [];
        var keys = written.Select(binder.Bind).ToList();
        var calls = select
            .Items.SelectMany(item => Aggregates.Within(item.Of))
            .Concat(Aggregates.Within(select.Having))
            .ToList();
        var aggregates = calls
            .Select(call => Aggregates.Bind(call, binder, input.IsUpdating))
            .DistinctBy(a => a.Text)
            .ToList();
        var grouped = Aggregated(select, input, keys, aggregates);
        var places = grouped.Places;
        var inner = new Scope([.. grouped.Relation.Columns.Select(c => new ScopeColumn(null, c.Name, c.Type))]);

        Bound? Known(Expression expression)
        {
            if (expression is CallExpression { Over: null } call && AggregateNames.Has(call.Name))
            {
                var text = Aggregates.Bind(call, binder, input.IsUpdating).Text;
                return inner.Column(places[text]) with { Text = text };
            }

            var column = expression is NameExpression ? binder.Bind(expression) : TryBind(binder, expression);
            if (column is not null && places.TryGetValue(column.Text, out var place) && column.Constant is null)
            {
                return inner.Column(place) with { Text = column.Text };
            }

            return expression is NameExpression or StarExpression
                ? throw SqlException.At(
                    expression.At,
                    $"Expression '{(expression as NameExpression)?.Last ?? "*"}' is not being grouped"
                )
                : null;
        }

        var over = new Binder(Scope.Empty, time, Known);
        return Projected(
            select.Items,
            grouped.Relation,
            inner,
            over,
            select.Having is { } having ? over.Truth(having) : null
        );
    }

    /// <summary>GROUP BY 1 means the first column of the result.</summary>
    private static Expression Positioned(Expression key, SelectQuery select) =>
        key is LiteralExpression { Value: long place } && place >= 1 && place <= select.Items.Length
            ? select.Items[(int)place - 1].Of
        : key is NameExpression { Parts: [var name] }
        && select.Items.FirstOrDefault(i => i.Alias == name && i.Of is not NameExpression) is { } item
        && !Aggregates.Within(item.Of).Any()
            ? item.Of
        : key;

    private static Bound? TryBind(Binder binder, Expression expression)
    {
        try
        {
            return binder.Bind(expression);
        }
        catch (SqlException)
        {
            // It has an aggregate in it: its parts are looked at.
            return null;
        }
    }
}
