using System.Net;
using System.Net.Http.Json;
using Npgsql;
using Portal.Tests.Kit;

namespace Portal.Tests.Journeys;

public sealed class LogTests
{
    private const string Typed = "typed-once-and-never-logged";

    [Fact]
    public async Task No_credential_is_in_a_log_however_much_is_logged()
    {
        await using var kafka = await LocalKafka.Start(1);
        var database = await PostgresDatabase.Create();
        await using var portal = await RunningPortal.Over(
            database.ConnectionString,
            kafka.Bootstrap,
            ("Logging__LogLevel__Default", "Trace"),
            ("Logging__LogLevel__Microsoft", "Trace"),
            ("Logging__LogLevel__Microsoft.AspNetCore", "Trace")
        );
        using var sam = await portal.As("sam");
        var token = sam.DefaultRequestHeaders.Authorization!.Parameter!;

        using var tested = await sam.PostAsJsonAsync(
            "api/v1/clusters/test",
            new
            {
                name = "signed-in",
                environment = "dev",
                region = "local",
                addresses = kafka.Bootstrap,
                saslMechanism = "SCRAM-SHA-512",
                username = "portal",
                password = Typed,
            }
        );
        tested.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await Deadline.Until(async () => (await sam.GetStringAsync("api/v1/groups")).Length > 0);
        await Deadline.Until(() => portal.Logs.Contains("/api/v1/groups", StringComparison.Ordinal));

        var logs = portal.Logs;
        logs.ShouldContain("trce:");
        logs.ShouldNotContain(Typed);
        logs.ShouldNotContain(token);
        logs.ShouldNotContain(new NpgsqlConnectionStringBuilder(database.ConnectionString).Password!);
        await database.DisposeAsync();
    }
}
