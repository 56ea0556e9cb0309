using Portal.Core.Jobs.Sql;

namespace Portal.Engines.Flink;

/// <summary>A session at a SQL Gateway over the tables and views of statements that are being written. It is closed when disposed.</summary>
public interface ISqlEditor : IAsyncDisposable
{
    /// <summary>What the word at a place may become, by the gateway's grammar and these tables.</summary>
    /// <exception cref="EngineException">It doesn't answer, or knows the session no longer.</exception>
    Task<IReadOnlyList<string>> Complete(StatementAt at, CancellationToken stop);
}
