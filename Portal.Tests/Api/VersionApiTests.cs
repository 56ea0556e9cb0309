using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Portal.Core.Store;

namespace Portal.Tests.Api;

/// <summary>Which versions run is read from the store's connections, and what would be migrated from its own list.</summary>
public sealed class VersionApiTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    [Fact]
    public async Task Processes_of_every_version_and_migrations_of_either_side_are_named()
    {
        var former = new RunningProcess(
            "portal-workers",
            "0.8.0+12345678",
            DateTimeOffset.FromUnixTimeSeconds(1_795_000_000),
            "a-host-with-a-name-that-is-much-longer-than-the-store-keeps-of-it"
        );
        await using var db = await web.Store.CreateDbContextAsync();
        var address = new NpgsqlConnectionStringBuilder(web.StoreConnection)
        {
            ApplicationName = former.InWords,
            Pooling = false,
        };
        await using var connection = new NpgsqlConnection(address.ConnectionString);
        await connection.OpenAsync();
        var newest = Migration.All[^1];
        await db.Database.ExecuteSqlAsync($"delete from migration where number = {newest.Number}");
        await db.Database.ExecuteSqlAsync(
            $"insert into migration (number, name, checksum) values (9000, '9000_later.sql', '')"
        );
        try
        {
            using var sam = await web.As("sam");
            var found = await sam.GetFromJsonAsync<JsonElement>("/api/v1/version");

            found.GetProperty("version").GetString().ShouldBe(RunningProcess.ThisVersion);
            found.GetProperty("newestMigration").GetString().ShouldBe("9000_later.sql");
            Names(found, "migrationsToApply").ShouldBe([newest.Name]);
            Names(found, "newerMigrations").ShouldBe(["9000_later.sql"]);
            var seen = found
                .GetProperty("processes")
                .EnumerateArray()
                .Single(one => one.GetProperty("version").GetString() == "0.8.0+12345678");
            seen.GetProperty("program").GetString().ShouldBe("portal-workers");
            seen.GetProperty("startedAt").GetDateTimeOffset().ShouldBe(former.StartedAt);
            seen.GetProperty("connections").GetInt32().ShouldBe(1);
            former.Host.ShouldStartWith(seen.GetProperty("host").GetString()!);
        }
        finally
        {
            await db.Database.ExecuteSqlAsync($"delete from migration where number = 9000");
            await db.Database.ExecuteSqlAsync(
                $"insert into migration (number, name, checksum) values ({newest.Number}, {newest.Name}, {newest.Checksum})"
            );
        }
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("grace")]
    [InlineData("noor")]
    public async Task It_is_for_platform_and_auditors_alone(string person)
    {
        using var client = await web.As(person);
        using var answer = await client.GetAsync("/api/v1/version");
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("psql")]
    [InlineData("portal-web 0.9.0")]
    [InlineData("portal-web 0.9.0 soon host")]
    [InlineData("portal-web 0.9.0 99999999999999 host")]
    [InlineData("other 0.9.0 1795000000 host")]
    public void What_names_itself_otherwise_is_none_of_ours(string name) => RunningProcess.Read(name).ShouldBeNull();

    private static string[] Names(JsonElement found, string field) =>
        [.. found.GetProperty(field).EnumerateArray().Select(name => name.GetString()!)];
}
