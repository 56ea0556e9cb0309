using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.Changes;

/// <summary>The store's connections prepare what they send a fifth time. A statement that fails just then is as good as before.</summary>
public sealed class FailedStatementTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private const int UsesBeforeItIsPrepared = 4;

    [Fact]
    public async Task A_statement_that_fails_while_it_is_prepared_is_sent_again_as_if_it_had_not()
    {
        await using var services = Store();
        for (var use = 0; use < UsesBeforeItIsPrepared; use++)
        {
            (await Number(services, "7")).ShouldBe(7);
        }

        (await Should.ThrowAsync<PostgresException>(() => Number(services, "seven"))).SqlState.ShouldBe("22P02");

        (await Number(services, "8")).ShouldBe(8);
    }

    [Fact]
    public async Task Nor_does_one_that_fails_in_a_transaction_which_is_rolled_back_then()
    {
        await using var services = Store();
        for (var use = 0; use < UsesBeforeItIsPrepared; use++)
        {
            await Number(services, "7");
        }

        await using (var db = await Context(services))
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await Should.ThrowAsync<PostgresException>(() => Number(db, "seven"));
            await transaction.RollbackAsync();
        }

        (await Number(services, "8")).ShouldBe(8);
    }

    [Fact]
    public async Task Nor_does_one_that_is_cancelled_while_it_is_planned()
    {
        await using var services = Store();
        await using (var db = await Context(services))
        {
            // Said to be immutable, it is worked out where the number above is.
            await db.Database.ExecuteSqlRawAsync(
                """
                create function slow(seconds int) returns int immutable language plpgsql as
                $body$ begin perform pg_sleep(seconds); return seconds; end $body$
                """
            );
        }

        for (var use = 0; use < UsesBeforeItIsPrepared; use++)
        {
            (await Slow(services, 0)).ShouldBe(0);
        }

        using var leaves = new CancellationTokenSource();
        var asked = Slow(services, 30, leaves.Token);
        await using (var onlooker = NpgsqlDataSource.Create(database.ConnectionString))
        {
            await Deadline.Until(async () =>
            {
                await using var sleeping = onlooker.CreateCommand(
                    "select exists (select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep')"
                );
                return (bool)(await sleeping.ExecuteScalarAsync())!;
            });
        }

        await leaves.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asked);

        (await Slow(services, 0)).ShouldBe(0);
    }

    [Fact]
    public async Task Others_are_prepared_in_its_place_as_ever()
    {
        await using var services = Store("Max Auto Prepare=2");
        for (var use = 0; use < UsesBeforeItIsPrepared; use++)
        {
            await Number(services, "7");
        }

        await Should.ThrowAsync<PostgresException>(() => Number(services, "seven"));

        for (var statement = 0; statement < 5; statement++)
        {
            var another = FormattableStringFactory.Create($"select {{0}}::int + {statement} as \"Value\"", "7");
            for (var use = 0; use <= UsesBeforeItIsPrepared + 1; use++)
            {
                await using var db = await Context(services);
                (await db.Database.SqlQuery<int>(another).SingleAsync()).ShouldBe(7 + statement);
            }
        }
    }

    [Fact]
    public async Task Nor_does_one_whose_connection_ends_meanwhile()
    {
        await using var services = Store();

        await using (var db = await Context(services))
        {
            await Should.ThrowAsync<PostgresException>(() =>
                db.Database.SqlQuery<bool>($"select pg_terminate_backend(pg_backend_pid()) as \"Value\"").SingleAsync()
            );
        }

        (await Number(services, "8")).ShouldBe(8);
    }

    [Fact]
    public async Task It_is_named_in_the_log_once_and_without_a_stack_whoever_catches_what_it_throws()
    {
        var log = new LogLines<FailedStatementTests>();
        await using var services = Store(log: log);

        await Should.ThrowAsync<PostgresException>(() => Number(services, "seven"));

        log.Warnings.ShouldHaveSingleItem().ShouldContain("::int");
        log.Stacks.ShouldBeEmpty();
    }

    // One connection, so that each use is on the same.
    private ServiceProvider Store(string more = "", ILogger? log = null) =>
        new ServiceCollection()
            .AddLogging(logs => logs.AddProvider(new EveryCategory(log ?? NullLogger.Instance)))
            .AddPortalStore($"{database.ConnectionString};Maximum Pool Size=1;{more}")
            .BuildServiceProvider();

    private static Task<PortalDb> Context(IServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();

    private static async Task<int> Number(IServiceProvider services, string text)
    {
        await using var db = await Context(services);
        return await Number(db, text);
    }

    private static async Task<int> Slow(IServiceProvider services, int seconds, CancellationToken stop = default)
    {
        await using var db = await Context(services);
        return await db.Database.SqlQuery<int>($"select slow({seconds}) as \"Value\"").SingleAsync(stop);
    }

    // It is worked out as the statement is planned: after it was parsed, before its columns are described.
    private static Task<int> Number(PortalDb db, string text) =>
        db.Database.SqlQuery<int>($"select {text}::int as \"Value\"").SingleAsync();
}
