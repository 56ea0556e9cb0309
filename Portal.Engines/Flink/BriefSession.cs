namespace Portal.Engines.Flink;

/// <summary>A session of a SQL Gateway for statements that start nothing. It is closed after them.</summary>
internal static class BriefSession
{
    /// <param name="name">As the gateway shows it.</param>
    public static async Task<T> Use<T>(
        FlinkCalls gateway,
        string name,
        Func<SqlCalls, Task<T>> use,
        CancellationToken stop
    )
    {
        var newest = await GatewayVersions.Newest(gateway, stop);
        // Who gives up while it is opened would leave it behind.
        var opened = await gateway.Ask(
            HttpMethod.Post,
            $"{newest}/sessions",
            new { sessionName = name },
            CancellationToken.None
        );
        var path = $"{newest}/sessions/{FlinkJson.Text(gateway.Good(opened, "open a session"), "sessionHandle")}";
        try
        {
            return await use(new SqlCalls(gateway, path));
        }
        finally
        {
            await Close(gateway, path);
        }
    }

    private static async Task Close(FlinkCalls gateway, string path)
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
}
