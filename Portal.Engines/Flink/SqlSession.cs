using System.Collections.Immutable;
using System.Text.Json;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Sql.Hints;

namespace Portal.Engines.Flink;

/// <summary>
/// One session at a SQL Gateway, for one submission: settings, tables and views, then all inserts as one job, or only how they would run. It
/// is closed at the end; what a crash leaves behind the gateway closes itself.
/// </summary>
/// <param name="path">Its own at the gateway.</param>
/// <param name="tables">What makes the names under which tables lie, and then these, with what they sign in with.</param>
/// <param name="inserts">Behind those of the script, in the same job.</param>
/// <param name="known">The tables as statements name them.</param>
internal sealed class SqlSession(
    FlinkCalls gateway,
    string path,
    ImmutableArray<string> tables,
    JobScript script,
    ImmutableArray<string> inserts,
    ImmutableArray<KnownTable> known
)
{
    public SqlCalls Calls { get; } = new(gateway, path);

    public async Task Close()
    {
        try
        {
            await gateway.Ask(HttpMethod.Delete, path, null, CancellationToken.None);
        }
        catch (EngineException)
        {
            // It ends by itself when nobody uses it.
        }
    }

    /// <summary>Tables and views; what the gateway has against one is final.</summary>
    public async Task Prepare(CancellationToken stop)
    {
        if (await PrepareViews(stop) is { } fault)
        {
            throw new EngineException(EngineFault.Final, $"{fault}");
        }
    }

    /// <summary>Tables and views.</summary>
    /// <returns>What the gateway has against the first view that it doesn't take; null when it takes all.</returns>
    public async Task<SqlFault?> PrepareViews(CancellationToken stop)
    {
        foreach (var made in tables)
        {
            await Calls.Run(made, stop);
        }

        foreach (var view in Of(StatementKind.View))
        {
            if (await Try("", view, stop) is (_, { } fault))
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>How each insert and query would run. What follows a view that is refused isn't looked at: it may read the view.</summary>
    public async Task<SqlExplanation> Explain(CancellationToken stop)
    {
        if (await PrepareViews(stop) is { } unfit)
        {
            return new([], [unfit]);
        }

        var plans = ImmutableArray.CreateBuilder<SqlPlan>();
        var faults = ImmutableArray.CreateBuilder<SqlFault>();
        foreach (var statement in Of(StatementKind.Insert, StatementKind.Query))
        {
            var (answer, fault) = await Try("EXPLAIN ", statement, stop);
            if (fault is not null)
            {
                faults.Add(fault);
            }
            else
            {
                plans.Add(new(statement.Line, FlinkJson.FirstField(answer)));
            }
        }

        foreach (var insert in inserts)
        {
            var (_, fault) = await Try("EXPLAIN ", new(insert, StatementKind.Insert, 1, 1), stop);
            if (fault is not null)
            {
                faults.Add(new(1, 1, $"Its dead letters can't be written: {fault.Words}"));
            }
        }

        return new(plans.ToImmutable(), faults.ToImmutable());
    }

    /// <summary>All inserts as one job. Gives its id.</summary>
    public async Task<string> Submit(ActBefore deadline, CancellationToken stop)
    {
        var all = string.Join(";\n", Of(StatementKind.Insert).Select(s => s.Quoted).Concat(inserts));
        var statement = $"EXECUTE STATEMENT SET BEGIN\n{all};\nEND";
        var answer = await gateway.Act(HttpMethod.Post, $"{path}/statements", new { statement }, deadline, stop);
        var operation = FlinkJson.Text(gateway.Good(answer, "start the job"), "operationHandle");
        try
        {
            var result = await Calls.Result(operation, stop);
            return FlinkJson.Text(result, "jobID") is { Length: > 0 } id
                ? id
                : throw new EngineException(EngineFault.Unknown, $"{gateway.What} started the job and gave no id.");
        }
        catch (EngineException silent)
            when (silent.Fault == EngineFault.Transient || FlinkFaults.IsLost(silent.Message))
        {
            throw new EngineException(EngineFault.Unknown, silent.Message, silent);
        }
    }

    /// <summary>One of its queries, whose rows are read.</summary>
    public SqlQuery Query(SqlStatement query) => new(Calls, query, known);

    private IEnumerable<SqlStatement> Of(params StatementKind[] kinds) =>
        script.Statements.Where(s => kinds.Contains(s.Kind));

    /// <summary>What the gateway answers, or what it has against the statement.</summary>
    private async Task<(JsonElement Answer, SqlFault? Fault)> Try(
        string before,
        SqlStatement statement,
        CancellationToken stop
    )
    {
        try
        {
            return (await Calls.Run($"{before}{statement.Quoted}", stop), null);
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return (default, SqlPlaces.Fault(refused.Message, statement, before.Length, known));
        }
    }
}
