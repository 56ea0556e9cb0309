using System.Reflection;
using Npgsql;
using Portal.Tests.Kit;
using Xunit.Sdk;

namespace Portal.Tests.House;

public sealed class KitTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task A_test_class_has_a_database_of_its_own()
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT current_database()", connection);

        (await command.ExecuteScalarAsync()).ShouldBe(database.Name);
    }

    [Fact]
    public async Task The_tables_of_the_calendar_are_there_before_a_worker_starts()
    {
        await using var store = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = store.CreateCommand("select count(*) from quartz.qrtz_triggers");

        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task A_database_that_goes_from_test_to_test_is_as_the_migrations_left_it()
    {
        await using var recycled = await RecycledDatabase.Take();
        await Execute(recycled, "insert into team (name, title) values ('left', 'Left behind')");
        await Execute(recycled, "delete from bootstrap_account");

        (await recycled.Empty()).ShouldBeTrue();

        (await Scalar(recycled, "select count(*) from team")).ShouldBe(0L);
        (await Scalar(recycled, "select count(*) from bootstrap_account")).ShouldBe(1L);
    }

    [Fact]
    public async Task One_in_which_somebody_is_at_work_or_that_was_altered_goes_to_nobody()
    {
        await using var recycled = await RecycledDatabase.Take();
        await using (var stranger = new NpgsqlConnection(recycled.ConnectionString + ";Pooling=false"))
        {
            await stranger.OpenAsync();
            (await recycled.Empty()).ShouldBeFalse();
        }

        await using (await recycled.Source.OpenConnectionAsync())
        {
            (await recycled.Empty()).ShouldBeFalse();
        }

        (await recycled.Empty()).ShouldBeTrue();

        await Execute(recycled, "create function left_behind() returns int language sql as 'select 1'");

        (await recycled.Empty()).ShouldBeFalse();
    }

    [Fact]
    public async Task What_does_not_become_true_in_time_is_told_in_its_own_words()
    {
        var late = await Should.ThrowAsync<TimeoutException>(() =>
            Deadline.Until(() => database.Name.Length == 0, TimeSpan.FromMilliseconds(50))
        );

        late.Message.ShouldContain("database.Name.Length == 0");
    }

    /// <summary>xunit makes the fixtures of such a class all the same.</summary>
    [Fact]
    public void A_class_that_is_wholly_left_out_of_a_run_starts_nothing() =>
        typeof(KitTests)
            .Assembly.GetTypes()
            .Where(IsLeftOut)
            .SelectMany(type => type.GetInterfaces().Select(made => (Class: type.Name, Made: made)))
            .Where(fixture =>
                fixture.Made.IsGenericType && fixture.Made.GetGenericTypeDefinition() == typeof(IClassFixture<>)
            )
            .Select(fixture => (fixture.Class, Made: fixture.Made.GenericTypeArguments[0]))
            .Where(fixture => Activator.CreateInstance(fixture.Made) is not IOptionalFixture { IsNeeded: false })
            .Select(fixture => $"{fixture.Class}: {fixture.Made.Name}")
            .ShouldBeEmpty();

    private static bool IsLeftOut(Type type)
    {
        var tests = type.GetMethods()
            .Select(method => (Method: method, Test: method.GetCustomAttribute<FactAttribute>()))
            .Where(test => test.Test is not null)
            .ToList();
        return tests.Count > 0 && tests.TrueForAll(test => IsLeftOut(test.Test!.Skip) || HasNoCase(test.Method));
    }

    // Its cases say on what they are tried.
    private static bool HasNoCase(MethodInfo theory) =>
        theory.GetCustomAttributes<DataAttribute>().ToList() is { Count: > 0 } cases
        && cases.TrueForAll(data => IsLeftOut(data.Skip));

    private static bool IsLeftOut(string? skip) =>
        skip is not null && (skip == EngineSkip.FullRunOnly || skip == EngineSkip.ClusterUnchanged);

    [FullRunFact]
    public async Task A_real_Kafka_starts_and_answers()
    {
        await using var kafka = await RealKafka.Start();

        await kafka.Tool("topics", "--create", "--topic", "kit", "--partitions", "2");

        (await kafka.Tool("topics", "--list")).ShouldContain("kit");
    }

    private static async Task Execute(RecycledDatabase recycled, string sql)
    {
        await using var command = recycled.Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<object?> Scalar(RecycledDatabase recycled, string sql)
    {
        await using var command = recycled.Source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
