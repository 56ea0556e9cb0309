using System.Collections.Immutable;
using System.Text.Json;
using Portal.Core.Jobs.Sql;
using Portal.Core.Jobs.Sql.Hints;

namespace Portal.Engines.Flink;

/// <summary>A query in a session of a SQL Gateway. Its rows come page by page.</summary>
/// <param name="known">The tables that it may name.</param>
internal sealed class SqlQuery(SqlCalls calls, SqlStatement query, ImmutableArray<KnownTable> known)
{
    private string? _operation;

    /// <summary>Has it run.</summary>
    /// <returns>Its first page, or what the gateway has against it.</returns>
    public async Task<(JsonElement Page, SqlFault? Fault)> Begin(CancellationToken stop)
    {
        try
        {
            _operation = await calls.Begin(query.Quoted, stop);
            return (await calls.Result(_operation, stop), null);
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return (default, SqlPlaces.Fault(refused.Message, query, 0, known));
        }
    }

    /// <summary>The page after another.</summary>
    public Task<JsonElement> After(JsonElement page, CancellationToken stop) =>
        calls.Page(_operation!, FlinkJson.NextPage(page), stop);
}
