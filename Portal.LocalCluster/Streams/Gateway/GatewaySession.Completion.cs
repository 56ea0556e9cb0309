using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Sql;

namespace Portal.LocalCluster.Streams.Gateway;

public sealed partial class GatewaySession
{
    /// <summary>What the word at a place of a statement may become: words of the grammar, and names of this session's catalogue.</summary>
    public IReadOnlyList<string> Complete(string statement, int position)
    {
        Touch();
        lock (_gate)
        {
            var before = statement[..Math.Clamp(position, 0, statement.Length)];
            var start = before.Length;
            while (start > 0 && IsOfName(before[start - 1]))
            {
                start--;
            }

            var (beginning, word) = (before[..start], before[start..].Replace("`", "", StringComparison.Ordinal));
            var following = Parser.Following(beginning);
            return
            [
                .. following
                    .SelectMany(what => Candidates(what, word, statement))
                    .Distinct(StringComparer.Ordinal)
                    .Order(StringComparer.Ordinal),
            ];
        }
    }

    private static bool IsOfName(char sign) => char.IsLetterOrDigit(sign) || sign is '_' or '$' or '.' or '`';

    private IEnumerable<string> Candidates(string what, string word, string statement)
    {
        bool Begins(string candidate) => candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase);
        switch (what)
        {
            case Expected.Table:
                return _catalog
                    .Names(viewsOnly: false)
                    .Select(name => (Name: name, Full: _catalog.Full([name])))
                    .Where(table => Begins(table.Name) || Begins(table.Full))
                    .Select(table => table.Full);
            case Expected.Value when word.LastIndexOf('.') is >= 0 and var dot:
                var (of, part) = (word[..dot], word[(dot + 1)..]);
                return TablesOf
                    .Read(statement)
                    .Where(table => string.Equals(table.Alias, of, StringComparison.Ordinal))
                    .SelectMany(table => ColumnsOf(table.Path))
                    .Where(column => column.StartsWith(part, StringComparison.OrdinalIgnoreCase));
            case Expected.Value:
                return TablesOf
                    .Read(statement)
                    .SelectMany(table => ColumnsOf(table.Path))
                    .Concat(FunctionTable.Names)
                    .Concat(AggregateNames.Names)
                    .Where(Begins);
            default:
                return Expected.IsKind(what) || !char.IsLetter(what[0]) || !Begins(what) ? [] : [what];
        }
    }

    private IEnumerable<string> ColumnsOf(System.Collections.Immutable.ImmutableArray<string> path)
    {
        try
        {
            return _catalog.FindTable(path) switch
            {
                CreateTable table => [.. TableSchema.Of(table, time).Columns.Select(c => c.Name)],
                CreateView view =>
                [
                    .. new Planner(_catalog, new PlanOptions(Options), time)
                        .Select(view.Of, new CollectSink(time))
                        .Columns.Select(c => c.Name),
                ],
                _ => [],
            };
        }
        catch (SqlException)
        {
            return []; // A view of a table that is gone.
        }
    }
}
