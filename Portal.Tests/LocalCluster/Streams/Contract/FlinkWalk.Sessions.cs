using System.Text.Json;

namespace Portal.Tests.LocalCluster.Streams.Contract;

internal sealed partial class FlinkWalk
{
    private const string Wide = """
        CREATE TABLE wide (
          id BIGINT, ms BIGINT NOT NULL, name STRING, amount DECIMAL(10, 2), `day` DATE, tod TIME, c CHAR(3), bin BYTES, score FLOAT, tiny TINYINT,
          tags ARRAY<STRING>, props MAP<STRING, INT NOT NULL>, addr ROW<city STRING, zip INT>, seen TIMESTAMP_LTZ(3),
          shown AS UPPER(name), twice AS ms * 2, ts AS CAST(name AS TIMESTAMP(3)), p AS PROCTIME(),
          `offset` BIGINT METADATA VIRTUAL, sent TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
          PRIMARY KEY (id) NOT ENFORCED, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
        ) WITH ('connector' = 'upsert-kafka')
        """;
    private string _session = "";

    private string Session => $"/v4/sessions/{_session}";

    private async Task Sessions()
    {
        await Get("/info", gateway);
        await Get("/v4/info", gateway);
        await Get("/api_versions", gateway);
        await Get($"/v4/sessions/{Nobody}", gateway);
        _session = await Open("POST of a session");
        await Get(Session, gateway, "/v4/sessions/{session}");
        await Send(HttpMethod.Post, $"{Session}/heartbeat", gateway, name: "/v4/sessions/{session}/heartbeat");
        await Configure("SET 'execution.checkpointing.interval' = '500ms'");
        await Configure("SET 'nothing here");
        await Send(
            HttpMethod.Get,
            $"{Session}/complete-statement",
            gateway,
            new { statement = "SELECT * FR", position = 11 },
            "/v4/sessions/{session}/complete-statement"
        );
        await Statement(Table("walk-in"), "CREATE TABLE");
        await Statement(Table("walk-out"), "CREATE TABLE");
        var shown = await Statement("SHOW TABLES", "SHOW TABLES");
        await Send(HttpMethod.Post, $"{shown}/cancel", gateway, name: "cancel of a finished operation");
        await Statement("DESCRIBE `walk-in`", "DESCRIBE");
        await Statement(Wide, "CREATE TABLE of many kinds of columns");
        await Statement("DESCRIBE wide", "DESCRIBE of many kinds of columns");
        await Statement("EXPLAIN SELECT n FROM `walk-in`", "EXPLAIN");
        var values = await Statement("SELECT * FROM (VALUES (1, 'a', TRUE), (2, 'b', FALSE)) AS v (n, t, b)", "SELECT");
        await Get($"{values}/result/0", gateway, "a result without its format");
        await Send(HttpMethod.Delete, $"{values}/close", gateway, name: "/v4/sessions/{session}/operations/{id}/close");
        await Get($"{values}/status", gateway, "status of a closed operation");
        await Get($"{values}/result/0?rowFormat=JSON", gateway, "result of a closed operation");
        await Send(HttpMethod.Post, $"{values}/cancel", gateway, name: "cancel of a closed operation");
        await Send(HttpMethod.Delete, $"{values}/close", gateway, name: "close of a closed operation");
        await Statement("SELECT nothing FROM nowhere", "SELECT from what isn't there");
        await Statement("SELEC 1", "no SQL");
        var other = await Open("POST of another session");
        await Send(HttpMethod.Delete, $"/v4/sessions/{other}", gateway, name: "/v4/sessions/{session}");
        await Closed($"/v4/sessions/{other}");
    }

    private async Task Closed(string session)
    {
        await Get(session, gateway, "/v4/sessions/{closed}");
        await Send(HttpMethod.Delete, session, gateway, name: "/v4/sessions/{closed}");
        await Send(HttpMethod.Post, $"{session}/heartbeat", gateway, name: "/v4/sessions/{closed}/heartbeat");
        foreach (var act in (string[])["statements", "configure-session"])
        {
            var body = new { statement = "SHOW TABLES" };
            await Send(HttpMethod.Post, $"{session}/{act}", gateway, body, $"/v4/sessions/{{closed}}/{act}");
        }
    }

    private async Task<string> Open(string name) =>
        (
            await Send(
                HttpMethod.Post,
                "/v4/sessions",
                gateway,
                new
                {
                    sessionName = "walk",
                    properties = new Dictionary<string, string> { ["parallelism.default"] = "1" },
                },
                name
            )
        )
            .GetProperty("sessionHandle")
            .GetString()!;

    private Task Configure(string statement) =>
        Send(
            HttpMethod.Post,
            $"{Session}/configure-session",
            gateway,
            new { statement },
            $"/v4/sessions/{{session}}/configure-session, {statement[..5]}{statement.Length}"
        );

    /// <summary>Sends a statement, and asks for its first rows when it is through.</summary>
    /// <returns>Where its operation is.</returns>
    private async Task<string> Statement(string statement, string name)
    {
        var sent = await Send(HttpMethod.Post, $"{Session}/statements", gateway, new { statement }, name);
        var operation = $"{Session}/operations/{sent.GetProperty("operationHandle").GetString()}";
        await GetWhen($"{operation}/status", gateway, $"status of {name}", IsThrough);
        await Get($"{operation}/result/0?rowFormat=JSON", gateway, $"result of {name}");
        return operation;
    }

    private static bool IsThrough(JsonElement operation) =>
        operation.GetProperty("status").GetString() is "FINISHED" or "ERROR";

    private string Table(string topic) =>
        $"CREATE TABLE `{topic}` (n INT) WITH ('connector' = 'kafka', 'topic' = '{topic}', 'format' = 'json', "
        + $"'properties.bootstrap.servers' = '{bootstrap}', 'scan.startup.mode' = 'earliest-offset')";
}
