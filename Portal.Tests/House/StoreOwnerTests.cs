using Npgsql;
using Portal.Core.Health.Readings;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>The schema's owner needn't be a superuser, as on a managed PostgreSQL: it owns the database and may make roles.</summary>
public sealed class StoreOwnerTests : IAsyncLifetime
{
    // Roles belong to the server that all tests share.
    private const string Database = "managed";
    private const string Owner = "managed_owner";
    private const string App = "managed_app";
    private const string Password = "secret";

    private PostgresServer _server = null!;
    private NpgsqlDataSource _owner = null!;
    private NpgsqlDataSource _app = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.Shared;
        await _server.Execute($"create role {Owner} login nosuperuser createrole password '{Password}'");
        await _server.Execute($"create database {Database} owner {Owner}");
        _owner = NpgsqlDataSource.Create(As(Owner));
        _app = NpgsqlDataSource.Create(As(App));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _owner.DisposeAsync();
        await _server.Execute($"drop database {Database} with (force)");
        await _server.Execute($"drop role if exists {App}, {Owner}");
    }

    [Fact]
    public async Task An_owner_that_is_no_superuser_migrates_an_empty_store_and_again_after_the_app_has_worked_in_it()
    {
        await Migrator.Migrate(_owner, CancellationToken.None);
        await Run(_owner, "create schema quartz; create table quartz.former (id integer)");
        await Grant();
        await Run(_app, "create table quartz.mine (id integer)"); // as Quartz does

        await Migrator.Migrate(_owner, CancellationToken.None);
        await Grant();

        await using var owners = _app.CreateCommand(
            "select string_agg(tablename || ' of ' || tableowner, ', ' order by tablename) from pg_tables where schemaname = 'quartz'"
        );
        (await owners.ExecuteScalarAsync()).ShouldBe($"former of {App}, mine of {App}");
        await Migrator.Migrate(_app, CancellationToken.None);
        await ReadingPartitions.Make(_app, TimeProvider.System.GetUtcNow(), CancellationToken.None);
        await Run(
            _app,
            "insert into audit_event (at, actor, actor_via, kind, words) values (now(), 'ada', 'page', 'x', 'x')"
        );
        var refused = await Should.ThrowAsync<PostgresException>(() => Run(_app, "create table mine (id integer)"));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_role_of_somebody_else_that_the_owner_may_not_alter_is_refused_with_the_way_out()
    {
        await _server.Execute($"create role {App}");
        await _server.Execute($"alter role {Owner} nocreaterole");

        var refused = await Should.ThrowAsync<InvalidOperationException>(Grant);

        refused.Message.ShouldContain($"grant {App} to the owner with admin option");
    }

    /// <summary>As it is in a database that was made before PostgreSQL 15.</summary>
    [Fact]
    public async Task A_schema_in_which_everybody_may_create_and_which_the_owner_can_not_close_is_refused()
    {
        await using var superuser = NpgsqlDataSource.Create(_server.ConnectionTo(Database));
        await Run(
            superuser,
            "alter schema public owner to current_user; grant usage, create on schema public to public"
        );

        var refused = await Should.ThrowAsync<InvalidOperationException>(Grant);

        refused.Message.ShouldContain($"alter schema public owner to {Owner}");
    }

    private Task Grant() => StoreRole.Grant(_owner, App, Password, CancellationToken.None);

    private string As(string who) =>
        new NpgsqlConnectionStringBuilder(_server.ConnectionTo(Database))
        {
            Username = who,
            Password = Password,
        }.ConnectionString;

    private static async Task Run(NpgsqlDataSource who, string sql)
    {
        await using var command = who.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
