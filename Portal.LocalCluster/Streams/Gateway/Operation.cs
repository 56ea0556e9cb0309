using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Gateway;

/// <summary>What became of a statement: rows with their columns, a job, or an error.</summary>
/// <param name="ResultKind">SUCCESS: there is nothing but "OK".</param>
public sealed record Operation(
    string Handle,
    string ResultKind,
    IReadOnlyList<Column> Columns,
    IReadOnlyList<object?[]> Rows
)
{
    private static readonly Column[] Result = [new("result", SqlType.String)];

    public string? JobId { get; init; }

    /// <summary>Null: it did not fail.</summary>
    public SqlException? Error { get; init; }

    /// <summary>Of a query: its rows come as its job makes them.</summary>
    public LiveRows? Live { get; init; }

    public static Operation Ok(string handle) =>
        new(
            handle,
            "SUCCESS",
            Result,
            [
                ["OK"],
            ]
        );

    public static Operation Of(string handle, IReadOnlyList<Column> columns, IEnumerable<object?[]> rows) =>
        new(handle, "SUCCESS_WITH_CONTENT", columns, [.. rows]);

    public static Operation Text(string handle, string column, IEnumerable<string> lines) =>
        Of(handle, [new(column, SqlType.String)], lines.Select(line => (object?[])[line]));

    public static Operation Failed(string handle, SqlException error) =>
        new(handle, "SUCCESS", [], []) { Error = error };
}

/// <summary>The rows of a query by page: a page may be read again until the next one is.</summary>
public sealed class LiveRows(StreamJob job, CollectSink sink)
{
    private readonly Lock _gate = new();
    private IReadOnlyList<Change> _page = [];
    private long _token = -1;

    public StreamJob Job => job;

    /// <summary>Rows are given once: a page that was left behind is gone.</summary>
    public bool Has(long token) => token == _token || token == _token + 1;

    public string Tokens => _token < 0 ? "0" : $"{_token} or {_token + 1}";

    /// <summary>Null: there is nothing more.</summary>
    public IReadOnlyList<Change>? Page(long token)
    {
        lock (_gate)
        {
            if (token == _token)
            {
                return _page;
            }

            var isOver = job.Record.IsOver;
            var rows = sink.Take();
            if (rows.Count == 0 && isOver)
            {
                return null;
            }

            (_page, _token) = (rows, token);
            return rows;
        }
    }

    public void Cancel()
    {
        sink.Abandon();
        job.Cancel();
    }
}
