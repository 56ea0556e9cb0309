using Npgsql;
using Portal.Tests.Kit;

namespace Portal.Tests.Hosting;

/// <summary>The password that <c>migrate</c> gives the product's role is the one that web and workers find in their passfile.</summary>
public sealed class PassfileTests : IAsyncLifetime
{
    // Roles belong to the server that all tests share.
    private const string Role = "passfile_app";
    private const string Form = "has a line that isn't HOST:PORT:DATABASE:USER:PASSWORD";

    private readonly RunFolder _folder = AppProcess.Folder();
    private PostgresDatabase _database = null!;

    private string App => Path.Combine(_folder.Path, "app.pgpass");

    private string Owner => Path.Combine(_folder.Path, "owner.pgpass");

    public async Task InitializeAsync() => _database = await PostgresDatabase.Create();

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        await (await PostgresServer.Shared).Execute($"drop role if exists {Role}");
        _folder.Dispose();
    }

    [Theory]
    [InlineData(@"*:*:*:passfile_app:with\:a colon and a \\ backslash")]
    [InlineData("*:*:other\\\\:*:another\n*:*:*:passfile_app:a\\\\\\:b and a lone \\b")]
    [InlineData("# host:port:database:user:password\n\n  *:*:*:passfile_app:after a comment  ")]
    [InlineData("*:*:*:portal:the owner's\n*:*:*:passfile_app:the product's")]
    [InlineData("db.example.com:*:*:*:another\n*:1:*:*:another\n*:*:other:*:another\n127.0.0.1:*:*:*:ours")]
    public async Task The_product_signs_in_with_the_passfile_that_its_role_was_made_from(string lines)
    {
        await File.WriteAllTextAsync(App, lines + "\n");

        var (code, words) = await Run("migrate", As("portal"));

        code.ShouldBe(0, words);
        await using var store = NpgsqlDataSource.Create(As(Role, App));
        await using var who = store.CreateCommand("select current_user::text");
        (await who.ExecuteScalarAsync()).ShouldBe(Role);
    }

    [Fact]
    public async Task A_passfile_without_the_role_s_line_is_named()
    {
        await File.WriteAllTextAsync(App, "*:*:*:portal:the owner's\n");

        var (code, words) = await Run("migrate", As("portal"));

        code.ShouldBe(1);
        words.ShouldContain($"{App} has no line for {Role} at 127.0.0.1:");
    }

    [Theory]
    [InlineData("passfile_app:secret")]
    [InlineData("*:*:*:passfile_app:se:cret")]
    [InlineData("*:http:*:passfile_app:secret")]
    public async Task A_malformed_line_is_refused_with_its_file(string line)
    {
        await File.WriteAllTextAsync(App, line + "\n");
        await File.WriteAllTextAsync(Owner, line + "\n");

        foreach (
            var (command, owner, file) in new[]
            {
                ("migrate", As("portal"), App),
                ("migrate", As("portal", Owner), Owner),
                ("version", As("portal", Owner), Owner),
            }
        )
        {
            var (code, words) = await Run(command, owner);
            code.ShouldBe(1);
            words.ShouldContain($"{file} {Form}");
        }
    }

    private string As(string role, string? passfile = null)
    {
        var connection = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Username = role };
        if (passfile is not null)
        {
            connection.Remove("Password");
            connection.Passfile = passfile;
        }

        return connection.ConnectionString;
    }

    private async Task<(int Code, string Words)> Run(string command, string owner)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ConnectionStrings__PortalOwner"] = owner,
            ["ConnectionStrings__Portal"] = As(Role, App),
        };
        using var asked = AppProcess.Start(_folder, "Portal.Workers", environment, command);
        var code = await asked.Ended();
        return (code, asked.Log);
    }
}
