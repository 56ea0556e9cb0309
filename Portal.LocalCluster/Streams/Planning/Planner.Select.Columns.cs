using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>What is known of the columns, by their new places.</summary>
    private static Relation Moved(Relation named, Relation input, PlanNode node, Bound[] bound)
    {
        int? Place(int column) => Array.FindIndex(bound, b => b.Column == column) is >= 0 and var at ? at : null;
        var key = input.Key?.Select(Place).ToList();
        var window =
            input.Window is { } w
            && Place(w.Start) is { } start
            && Place(w.End) is { } end
            && (w.Gap is null || Place(w.Time) is not null)
                ? w with
                {
                    Start = start,
                    End = end,
                    TimeColumn = w.TimeColumn is { } t ? Place(t) : null,
                    Time = Place(w.Time) ?? -1,
                }
                : null;
        return named with
        {
            Node = node,
            Key = key is not null && key.TrueForAll(k => k is not null) ? [.. key.OfType<int>()] : null,
            Window = window,
        };
    }

    private static (ImmutableArray<Column> Columns, Bound[] Bound) Columns(
        ImmutableArray<SelectItem> items,
        Scope scope,
        Binder binder
    )
    {
        var (columns, bound) = (ImmutableArray.CreateBuilder<Column>(), new List<Bound>());
        foreach (var item in items)
        {
            if (item.Of is StarExpression star)
            {
                foreach (var i in scope.All(star))
                {
                    columns.Add(new(scope.Columns[i].Name, scope.Columns[i].Type));
                    bound.Add(scope.Column(i));
                }

                continue;
            }

            var of = binder.Bind(item.Of);
            if (of.Type.Root == TypeRoot.Null)
            {
                throw SqlException.At(item.Of.At, "Illegal use of 'NULL'. Cast it to a type");
            }

            columns.Add(
                new(item.Alias ?? (item.Of is NameExpression name ? name.Last : $"EXPR${columns.Count}"), of.Type)
            );
            bound.Add(of);
        }

        return (Distinct(columns), [.. bound]);
    }

    /// <summary>Two columns of one name are told apart as Flink does: id, id0.</summary>
    private static ImmutableArray<Column> Distinct(IEnumerable<Column> columns)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. columns.Select(column =>
            {
                var name = column.Name;
                for (var i = 0; !names.Add(name); i++)
                {
                    name = $"{column.Name}{i}";
                }

                return column with
                {
                    Name = name,
                };
            }),
        ];
    }
}
