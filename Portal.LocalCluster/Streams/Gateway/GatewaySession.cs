using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Expressions;
using Portal.LocalCluster.Streams.Jobs;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Sql;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Gateway;

/// <summary>Tables, views and options of one client. Its statements run one after the other; each is done when its call returns.</summary>
public sealed partial class GatewaySession(
    StreamJobs jobs,
    ImmutableDictionary<string, string> properties,
    TimeProvider time
)
{
    private const int MostOperations = 1_000;
    private static readonly Column[] Described =
    [
        .. "name,type,null,key,extras,watermark"
            .Split(',')
            .Select(n => new Column(n, n == "null" ? SqlType.Boolean : SqlType.String)),
    ];
    private static readonly Column[] Jobs =
    [
        .. "job id,job name,status,start time".Split(',').Select(n => new Column(n, SqlType.String)),
    ];
    private readonly ImmutableDictionary<string, string> _first = properties;
    private readonly Lock _gate = new();
    private readonly Catalog _catalog = new();
    private readonly ConcurrentDictionary<string, Operation> _operations = new(StringComparer.Ordinal);
    private ImmutableArray<string> _definitions = [];

    public ImmutableDictionary<string, string> Options { get; private set; } = properties;

    /// <summary>When it was used last; <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long UsedAt { get; private set; } = time.GetTimestamp();

    public Operation? Find(string handle) => _operations.GetValueOrDefault(handle);

    public void Touch() => UsedAt = time.GetTimestamp();

    /// <summary>A statement that only prepares the session.</summary>
    public Operation Configure(string text)
    {
        try
        {
            if (Parser.Read(text) is var statement && !Prepares(statement))
            {
                throw new SqlException(
                    $"Unsupported statement for configuring session: {text}\nThe configureSession API only supports executing statements of type SET, RESET, CREATE TABLE, CREATE VIEW, CREATE DATABASE, DROP TABLE, DROP VIEW, DROP DATABASE, USE.",
                    "java.lang.UnsupportedOperationException"
                );
            }
        }
        catch (SqlException refused)
        {
            return Operation.Failed("", refused);
        }

        return Find(Execute(text))!;
    }

    private static bool Prepares(Statement statement) =>
        statement is SetOption or ResetOption or CreateTable or CreateView or CreateDatabase or Drop or Use;

    public string Execute(string text)
    {
        Touch();
        var handle = NewId.Session().ToString();
        lock (_gate)
        {
            try
            {
                _operations[handle] = Run(handle, text);
            }
            catch (SqlException refused)
            {
                _operations[handle] = Operation.Failed(handle, refused);
            }
            catch (SqlDataException refused)
            {
                _operations[handle] = Operation.Failed(handle, new SqlException(refused.Message));
            }

            while (_operations.Count > MostOperations)
            {
                Close(_operations.Keys.First(key => key != handle));
            }
        }

        return handle;
    }

    /// <summary>False when there is none.</summary>
    public bool Close(string handle)
    {
        var isThere = _operations.TryRemove(handle, out var gone);
        gone?.Live?.Cancel();
        return isThere;
    }

    public void CloseAll()
    {
        foreach (var handle in _operations.Keys)
        {
            Close(handle);
        }
    }
}
