using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    private (Relation, Scope) From(TableReference table)
    {
        switch (table)
        {
            case NamedTable { AsOf: { } asOf }:
                throw SqlException.Unsupported(
                    asOf.At,
                    "FOR SYSTEM_TIME AS OF of a table that isn't the right side of a join",
                    "Write: FROM a JOIN b FOR SYSTEM_TIME AS OF a.ts ON a.k = b.k."
                );
            case NamedTable named:
                var relation = Named(named);
                return (relation, relation.ScopeAs(named.Alias ?? named.Parts[^1]));
            case DerivedTable derived:
                var of = Query(derived.Of);
                if (!derived.Columns.IsEmpty)
                {
                    of =
                        derived.Columns.Length == of.Columns.Length
                            ? of with
                            {
                                Columns = [.. of.Columns.Select((c, i) => c with { Name = derived.Columns[i] })],
                            }
                            : throw SqlException.At(
                                derived.At,
                                $"List of column aliases must have same degree as table; table has {of.Columns.Length} columns"
                            );
                }

                return (of, of.ScopeAs(derived.Alias));
            case UnnestTable unnest:
                return Unnested(Single(), unnest, isOuter: false, on: null);
            case WindowTable window:
                var windowed = Windowed(window);
                return (windowed, windowed.ScopeAs(window.Alias ?? (window.Of as NamedTable)?.Parts[^1]));
            default:
                return Joined((JoinTable)table);
        }
    }

    private Relation Windowed(WindowTable window)
    {
        var of = Resolved(From(window.Of).Item1, window.At);
        var column = of.Columns.ToList().FindIndex(c => c.Name == window.TimeColumn);
        if (column < 0)
        {
            throw SqlException.At(window.At, $"Column '{window.TimeColumn}' not found in any table");
        }

        var type = of.Columns[column].Type;
        if (!type.IsRowtime)
        {
            throw SqlException.At(
                window.At,
                $"The window function {window.Function} requires the timecol is a time attribute type, but is {type}. Declare a WATERMARK for it"
            );
        }

        var sizes = window.Intervals.Select(Milliseconds).ToArray();
        var least = window.Function is "HOP" or "CUMULATE" ? 2 : 1;
        if (sizes.Length < least || sizes.Length > least + (window.Function == "SESSION" ? 0 : 1))
        {
            throw SqlException.At(
                window.At,
                $"{window.Function} takes {least} interval{(least > 1 ? "s" : "")} after its DESCRIPTOR, and an offset"
            );
        }

        var shape = new WindowShape(
            window.Function,
            sizes[least - 1],
            least > 1 ? sizes[0] : 0,
            sizes.Length > least ? sizes[^1] : 0
        );
        if (shape.Fault() is { } fault)
        {
            throw SqlException.At(window.At, fault);
        }

        var width = of.Columns.Length;
        var isSession = window.Function == "SESSION";
        var columns = of
            .Columns.SetItem(column, of.Columns[column] with { Type = type.Materialized })
            .AddRange(
                new("window_start", SqlType.Timestamp(3).NotNull),
                new("window_end", SqlType.Timestamp(3).NotNull),
                new("window_time", new SqlType(type.Root, 3) { IsRowtime = true, IsNullable = false })
            );
        Operator made = isSession
            ? new Calc(
                null,
                [
                    .. Enumerable
                        .Range(0, width + 3)
                        .Select(i => (Func<object?[], object?>)(row => i < width ? row[i] : null)),
                ]
            )
            : new WindowAssigner(shape, column, type);
        var node = Add(
            "WindowTableFunction",
            $"window=[{window.Function}(time_col=[{window.TimeColumn}], size=[{shape.Size} ms]{(shape.Step > 0 ? $", step=[{shape.Step} ms]" : "")})]",
            made,
            of.Node
        );
        return new(columns, node)
        {
            IsUpdating = of.IsUpdating,
            Window = new(width, width + 1, width + 2, type.Materialized, isSession ? shape.Size : null, column, shape),
        };
    }

    private long Milliseconds(Expression interval) =>
        new Binder(Scope.Empty, time).Bind(interval) is { Type.Root: TypeRoot.Interval, Constant.Value: TimeSpan span }
            ? (long)span.TotalMilliseconds
            : throw SqlException.At(
                interval.At,
                "A window's size is an interval of days to seconds: INTERVAL '10' MINUTE"
            );

    /// <summary>It isn't one that still waits for the condition of its ROW_NUMBER.</summary>
    private static Relation Resolved(Relation of, Place at) =>
        of is { Rank: null, Window.Gap: not null } ? throw OpenSession(at)
        : of.Rank is null ? of
        : throw SqlException.Unsupported(
            at,
            "ROW_NUMBER() without a limit",
            "Put a condition on the number around the query: WHERE rn <= 10."
        );
}
