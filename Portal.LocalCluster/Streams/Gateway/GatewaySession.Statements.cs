using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Gateway;

public sealed partial class GatewaySession
{
    private Operation Run(string handle, string text)
    {
        var statement = Parser.Read(text);
        if (_catalog.Apply(statement))
        {
            Check(statement);
            _definitions = _definitions.Add(text);
            return Operation.Ok(handle);
        }

        switch (statement)
        {
            case SetOption { Key: null }:
                return Operation.Of(
                    handle,
                    [new("key", SqlType.String), new("value", SqlType.String)],
                    Options.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => (object?[])[o.Key, o.Value])
                );
            case SetOption set:
                OptionRules.Check(set.Key, set.Value!);
                Options = Options.SetItem(set.Key, set.Value!);
                return Operation.Ok(handle);
            case ResetOption reset:
                Options = reset.Key is null ? _first : Options.Remove(reset.Key);
                return Operation.Ok(handle);
            case Explain explain:
                return Operation.Text(handle, "result", [Explained(explain.Of)]);
            case Describe describe:
                return Operation.Of(handle, Described, Rows(describe));
            case Show show:
                return Shown(handle, show);
            case SelectStatement select:
                return Select(handle, select.Of);
            default:
                Checked(statement);
                return Insert(handle, text);
        }
    }

    /// <summary>A view's query is checked when it is made, as in Flink.</summary>
    private void Check(Statement statement)
    {
        try
        {
            switch (statement)
            {
                case CreateView view
                    when view.Of is SelectQuery { Items: var items }
                        && items.Any(i => i.Of is CallExpression { Over: not null }):
                    break; // Its condition stands around it.
                case CreateView view:
                    new Planner(_catalog, new PlanOptions(Options), time).Select(view.Of, new CollectSink(time));
                    break;
                case CreateTable table:
                    TableSchema.Of(table, time);
                    break;
            }
        }
        catch (SqlException)
        {
            _catalog.Forget(statement);
            throw;
        }
    }

    private Operation Insert(string handle, string text)
    {
        var id = new PlanOptions(Options).JobId ?? NewId.Job();
        var job = jobs.Submit(id, _definitions.Add(text), Options);
        return Operation.Text(handle, "job id", [id]) with { JobId = job.Record.Id };
    }

    private Operation Select(string handle, Query query)
    {
        var options = new PlanOptions(Options);
        var id = options.JobId ?? NewId.Job();
        var sink = new CollectSink(time);
        var (_, columns) = new Planner(_catalog, new PlanOptions(Options), time).Select(query, new CollectSink(time));
        var job = jobs.Collect(
            id,
            options.NameOfQuery,
            () => new Planner(_catalog, new PlanOptions(Options), time).Select(query, sink).Plan,
            Options
        );
        return new(handle, "SUCCESS_WITH_CONTENT", columns, []) { JobId = id, Live = new(job, sink) };
    }
}
