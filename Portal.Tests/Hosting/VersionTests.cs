using Npgsql;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.Hosting;

/// <summary>What a container's pod waits for before it starts: the schema of its build.</summary>
public sealed class VersionTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task It_ends_well_only_where_nothing_is_to_be_applied_and_changes_nothing()
    {
        using var folder = AppProcess.Folder();
        var newest = Migration.All[^1];

        (await Version(folder)).ShouldBe((0, "The store is at this schema."));
        await using var store = NpgsqlDataSource.Create(database.ConnectionString);
        await Execute(store, $"delete from migration where number = {newest.Number}");
        (await Version(folder)).ShouldBe((2, $"To apply, by migrate: {newest.Name}"));
        (await Version(folder)).Code.ShouldBe(2);
        await Execute(store, "insert into migration (number, name, checksum) values (9000, '9000_later.sql', '')");
        var (code, words) = await Version(folder);
        code.ShouldBe(1);
        words.ShouldStartWith("The store has migration 9000, which this build doesn't know.");
    }

    private async Task<(int Code, string Words)> Version(RunFolder folder)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__Portal"] = database.ConnectionString,
        };
        using var asked = AppProcess.Start(folder, "Portal.Workers", environment, "version");
        var code = await asked.Ended();
        var lines = asked.Log.Trim().Split('\n');
        lines[0].ShouldStartWith("Portal 0.");
        lines[0].ShouldEndWith($", schema {Migration.All[^1].Name}");
        return (code, lines[1]);
    }

    private static async Task Execute(NpgsqlDataSource store, string sql)
    {
        await using var command = store.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
