using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Connectors;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Gateway;

public sealed partial class GatewaySession
{
    private string Explained(Statement of)
    {
        var plan = Checked(of);
        return $"== Optimized Physical Plan ==\n{plan.Explained()}\n\n== Optimized Execution Plan ==\n{plan.Explained()}";
    }

    /// <summary>A job's plan, after its brokers were looked at too: a job that starts again doesn't wait for that.</summary>
    private Plan Checked(Statement of)
    {
        var planner = new Planner(_catalog, new PlanOptions(Options), time);
        var plan = of switch
        {
            Insert insert => planner.Insert([insert]),
            StatementSet set => planner.Insert(set.Inserts),
            _ => planner.Select(((SelectStatement)of).Of, new CollectSink(time)).Plan,
        };
        foreach (var sink in plan.Sinks.OfType<TopicSink>())
        {
            sink.CheckTimeout();
        }

        return plan;
    }

    private IEnumerable<object?[]> Rows(Describe describe)
    {
        if (_catalog.FindTable(describe.Name) is CreateTable table)
        {
            var columns = TableSchema.Of(table, time).Columns;
            return columns.Select(
                (c, i) =>
                    (object?[])
                        [
                            c.Name,
                            c.Type.Nullable.ToString(),
                            c.Type.IsNullable,
                            table.PrimaryKey.Contains(c.Name) ? $"PRI({string.Join(", ", table.PrimaryKey)})" : null,
                            Extras(table.Columns[i]),
                            table.Watermark is { } mark && mark.Column == c.Name ? mark.Text : null,
                        ]
            );
        }

        return _catalog.Find(describe.Name, describe.At) is CreateView view
            ? new Planner(_catalog, new PlanOptions(Options), time)
                .Select(view.Of, new CollectSink(time))
                .Columns.Select(c =>
                    (object?[])[c.Name, c.Type.Nullable.ToString(), c.Type.IsNullable, null, null, null]
                )
            : [];
    }

    private static string? Extras(ColumnDefinition column) =>
        column switch
        {
            { ComputedText: { } text } => $"AS {text}",
            { MetadataKey: { } key } =>
                $"METADATA{(key == column.Name ? "" : $" FROM '{key}'")}{(column.IsVirtual ? " VIRTUAL" : "")}",
            _ => null,
        };

    private Operation Shown(string handle, Show show) =>
        show.What switch
        {
            "TABLES" => Operation.Text(handle, "table name", _catalog.Names(viewsOnly: false)),
            "VIEWS" => Operation.Text(handle, "view name", _catalog.Names(viewsOnly: true)),
            "DATABASES" => Operation.Text(handle, "database name", _catalog.Databases),
            "CATALOGS" => Operation.Text(handle, "catalog name", [Catalog.Name]),
            "FUNCTIONS" => Operation.Text(
                handle,
                "function name",
                FunctionTable.Names.Select(n => n.ToLowerInvariant())
            ),
            _ => Operation.Of(
                handle,
                Jobs,
                jobs.All.Select(j =>
                    (object?[])
                        [
                            j.Record.Id,
                            j.Record.Name,
                            j.Record.State,
                            DateTimeOffset.FromUnixTimeMilliseconds(j.Record.StartedMs).ToString("O"),
                        ]
                )
            ),
        };
}
