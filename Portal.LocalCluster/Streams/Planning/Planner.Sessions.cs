using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Operators;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Planning;

public sealed partial class Planner
{
    /// <summary>A session's bounds are known when its rows are grouped: nothing may look at them before.</summary>
    /// <param name="result">Of a SELECT without groups; null: it groups.</param>
    private static void RefuseOpenSession(SelectQuery select, Relation input, Scope scope, Relation? result)
    {
        if (input.Window is not { Gap: not null } window)
        {
            return;
        }

        string[] bounds =
        [
            .. new int?[] { window.Start, window.End, window.TimeColumn }
                .OfType<int>()
                .Select(i => scope.Columns[i].Name),
        ];
        bool Looks(Expression? at) => at is not null && Array.Exists(bounds, name => Mentions(at, name));
        var isKept = result?.Window is not null;
        var looked = select
            .Items.Select(item => item.Of)
            .Where(of => result is not null && !(isKept && of is NameExpression or StarExpression))
            .FirstOrDefault(Looks);
        if (looked is not null || Looks(select.Where))
        {
            throw OpenSession((looked ?? select.Where!).At);
        }
    }

    private static SqlException OpenSession(Place at) =>
        SqlException.Unsupported(at, "SESSION without GROUP BY window_start, window_end", "Group by both.");
}
