using System.Collections.Immutable;
using Portal.Core.FlinkClusters;

namespace Portal.Engines.Flink;

/// <summary>
/// Whether a SQL Gateway has the connector and the formats that generated tables name: it plans a query on a table of each, which looks for them and
/// connects to nothing. Nothing runs, and the session is closed.
/// </summary>
internal sealed class ConnectorLook(FlinkCalls gateway)
{
    /// <summary>A gateway's first statement loads its planner, which takes half a minute on a busy machine.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(45);

    public async Task<ImmutableArray<SqlFactory>> Of(
        string connector,
        IReadOnlyList<string> formats,
        CancellationToken stop
    )
    {
        using var within = new CancellationTokenSource(Within, gateway.Clock);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop, within.Token);
        var found = new List<SqlFactory>();
        string? unknown;
        try
        {
            unknown = await BriefSession.Use(
                gateway,
                "portal connection test",
                calls => Each(calls, connector, formats, found, late.Token),
                late.Token
            );
        }
        catch (EngineException silent)
        {
            unknown = silent.Message;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            unknown = $"{gateway.What} did not show it within {Within.TotalSeconds:0}\u00A0s.";
        }

        var left = formats.Prepend(connector).Where(name => found.TrueForAll(known => known.Name != name));
        return [.. found, .. left.Select(name => new SqlFactory(name, null, unknown))];
    }

    /// <returns>Why the others can't be known.</returns>
    private static async Task<string?> Each(
        SqlCalls calls,
        string connector,
        IReadOnlyList<string> formats,
        List<SqlFactory> found,
        CancellationToken stop
    )
    {
        for (var i = 0; i < formats.Count; i++)
        {
            var refusal = await Refusal(
                calls,
                Table(i, connector, formats[i]),
                $"EXPLAIN SELECT * FROM `{Name(i)}`",
                stop
            );
            if (Names(refusal, connector))
            {
                found.Add(new(connector, false));
                return $"They can be tried only with the connector {connector}.";
            }

            if (refusal is null || Names(refusal, formats[i]))
            {
                // What is looked for first is there where the other one is missed.
                if (found.TrueForAll(known => known.Name != connector))
                {
                    found.Add(new(connector, true));
                }

                found.Add(new(formats[i], refusal is null));
            }
            else
            {
                found.Add(new(formats[i], null, refusal));
            }
        }

        return null;
    }

    private static async Task<string?> Refusal(SqlCalls calls, string table, string query, CancellationToken stop)
    {
        try
        {
            await calls.Run(table, stop);
            await calls.Run(query, stop);
            return null;
        }
        catch (EngineException refused) when (refused.Fault == EngineFault.Final)
        {
            return refused.Message;
        }
    }

    /// <summary>The words of Flink's FactoryUtil for what isn't in its lib folder.</summary>
    private static bool Names(string? refusal, string factory) =>
        refusal?.Contains($"factory for identifier '{factory}'", StringComparison.Ordinal) == true;

    private static string Name(int i) => $"portal_connection_test_{i}";

    // Nothing answers at these addresses, and planning asks for neither.
    private static string Table(int i, string connector, string format) =>
        $"CREATE TEMPORARY TABLE `{Name(i)}` (`value` STRING) WITH ('connector' = '{connector}', 'topic' = 'portal-connection-test', "
        + $"'properties.bootstrap.servers' = '127.0.0.1:9', 'scan.startup.mode' = 'earliest-offset', 'format' = '{format}'"
        + (format == "avro-confluent" ? ", 'avro-confluent.url' = 'http://127.0.0.1:9')" : ")");
}
