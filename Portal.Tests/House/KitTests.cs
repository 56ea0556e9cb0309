using Npgsql;
using Portal.Tests.Kit;

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
    public async Task What_does_not_become_true_in_time_is_told_in_its_own_words()
    {
        var late = await Should.ThrowAsync<TimeoutException>(() =>
            Deadline.Until(() => database.Name.Length == 0, TimeSpan.FromMilliseconds(50))
        );

        late.Message.ShouldContain("database.Name.Length == 0");
    }

    [FullRunFact]
    public async Task A_real_Kafka_starts_and_answers()
    {
        await using var kafka = await RealKafka.Start();

        await kafka.Tool("topics", "--create", "--topic", "kit", "--partitions", "2");

        (await kafka.Tool("topics", "--list")).ShouldContain("kit");
    }
}
