using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    private (Relation Relation, Dictionary<string, int> Places) Aggregated(
        SelectQuery select,
        Relation input,
        List<Bound> keys,
        List<Aggregate> aggregates
    )
    {
        var window = input.Window;
        var isWindowed =
            window is not null
            && keys.Exists(k => k.Column == window.Start)
            && keys.Exists(k => k.Column == window.End);
        if (window is { Gap: not null } && !isWindowed)
        {
            throw OpenSession(select.At);
        }

        bool IsBound(Bound key) =>
            isWindowed
            && (
                key.Column == window!.Start
                || key.Column == window.End
                || (key.Column is { } at && at == window.TimeColumn)
            );
        var bounds = keys.Where(IsBound).DistinctBy(k => k.Column).ToList();
        var plain = keys.Where(k => !IsBound(k)).DistinctBy(k => k.Text).ToList();
        ImmutableArray<Column> columns =
        [
            .. plain.Select(k => new Column(k.Text, k.Type.Materialized)),
            .. aggregates.Select(a => new Column(a.Text, a.Type)),
            .. bounds.Select(b => new Column(b.Text, b.Type)),
        ];
        var places = columns
            .Select((c, i) => (c.Name, i))
            .DistinctBy(c => c.Name)
            .ToDictionary(c => c.Name, c => c.i, StringComparer.Ordinal);
        var of = plain.Select(k => k.Of).ToArray();
        var names = string.Join(", ", plain.Select(k => k.Text));
        var detail = $"groupBy=[{names}], select=[{string.Join(", ", columns.Select(c => c.Name))}]";
        var layout =
            $"groups by ({string.Join(", ", plain.Select(k => $"{k.Text} {k.Type.Materialized}"))}) of ({string.Join(", ", aggregates.Select(a => $"{a.Text} {a.Type}"))})";
        if (!isWindowed)
        {
            var aggregate = Add(
                "GroupAggregate",
                detail,
                new GroupAggregate(of, aggregates, _lifetime, layout),
                input.Node
            );
            return (
                new Relation(columns, aggregate) { IsUpdating = true, Key = [.. Enumerable.Range(0, plain.Count)] },
                places
            );
        }

        if (input.IsUpdating)
        {
            throw SqlException.At(
                select.At,
                "WindowAggregate doesn't support consuming update and delete changes: the rows of a window must not be withdrawn"
            );
        }

        var which = bounds
            .Select(b =>
                b.Column == window!.Start ? WindowBound.Start
                : b.Column == window.End ? WindowBound.End
                : WindowBound.Time
            )
            .ToList();
        var node = Add(
            "WindowAggregate",
            detail,
            window!.Gap is { } gap
                ? new SessionAggregate(
                    gap,
                    row => row[window.Time],
                    window.TimeType,
                    of,
                    aggregates,
                    which,
                    $"sessions of {gap} ms, {layout}"
                )
                : new WindowAggregate(
                    (window.Start, window.End),
                    window.TimeType,
                    of,
                    aggregates,
                    which,
                    $"windows of {window.Shape}, {layout}"
                ),
            input.Node
        );
        var first = plain.Count + aggregates.Count;
        return (
            new Relation(columns, node)
            {
                Key = [.. Enumerable.Range(0, plain.Count), .. Enumerable.Range(first, bounds.Count)],
                Window = new(
                    first + which.IndexOf(WindowBound.Start),
                    first + which.IndexOf(WindowBound.End),
                    which.IndexOf(WindowBound.Time) is >= 0 and var t ? first + t : null,
                    window.TimeType,
                    null,
                    -1,
                    window.Shape
                ),
            },
            places
        );
    }
}
