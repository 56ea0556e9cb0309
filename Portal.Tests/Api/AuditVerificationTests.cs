using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Tests.Kit;

namespace Portal.Tests.Api;

/// <summary>A chain of more links than one question goes through.</summary>
public sealed class AuditVerificationTests(AuditVerificationTests.LongLog web)
    : IClassFixture<AuditVerificationTests.LongLog>
{
    private const int More = 3;

    [Fact]
    public async Task The_chain_is_gone_through_a_part_at_a_time()
    {
        using var sam = await web.As("sam");

        var first = await sam.GetFromJsonAsync<JsonElement>("/api/v1/audit/verification");
        var next = first.GetProperty("next").GetInt64();
        var rest = await sam.GetFromJsonAsync<JsonElement>($"/api/v1/audit/verification?after={next}");

        first.GetProperty("sealed").GetInt64().ShouldBe(AuditLog.MostLinks);
        next.ShouldBe(AuditLog.MostLinks);
        rest.GetProperty("holds").GetBoolean().ShouldBeTrue();
        rest.GetProperty("to").GetInt64().ShouldBe(AuditLog.MostLinks + More);
        rest.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Links_are_judged_as_they_come_not_after_all_were_read()
    {
        await using var database = await PostgresDatabase.Create();
        await using var services = new ServiceCollection()
            .AddPortalStore(database.ConnectionString)
            .BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<PortalDb>>().CreateDbContextAsync();
        // The second event's time is beyond what .NET can read.
        await db.Database.ExecuteSqlRawAsync(
            """
            insert into audit_event (at, actor, actor_via, kind, words)
                values (now(), 'sealed', 'page', 'test.noted', ''), ('200000-01-01', 'sealed', 'page', 'test.noted', '');
            insert into audit_seal (number, event_id, previous, hash)
                select row_number() over (order by id), id, sha256('a'), sha256('b') from audit_event;
            """
        );

        // Of a number that isn't the next, the first one breaks: nothing behind it has to be read.
        (await AuditLinks.Verify(db, after: -1, 10, CancellationToken.None)).FirstBreak.ShouldNotBeNull();

        await Should.ThrowAsync<Exception>(() => AuditLinks.Verify(db, after: 1, 10, CancellationToken.None));
    }

    public sealed class LongLog : PortalWeb
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await using var store = NpgsqlDataSource.Create(StoreConnection);
            await using var connection = await store.OpenConnectionAsync();
            await using var command = new NpgsqlCommand(
                $"""
                insert into audit_event (at, actor, actor_via, kind, words)
                    select now(), 'sealed', 'page', 'test.noted', ''
                    from generate_series(1, {AuditLog.MostLinks + More})
                """,
                connection
            );
            await command.ExecuteNonQueryAsync();
            await using var db = await Store.CreateDbContextAsync();
            await using var writer = await connection.BeginBinaryImportAsync(
                "copy audit_seal (number, event_id, previous, hash) from stdin (format binary)"
            );
            var (number, previous) = (0L, AuditChain.Beginning);
            await foreach (
                var happened in db.Set<AuditEvent>()
                    .AsNoTracking()
                    .Where(e => e.Kind == "test.noted")
                    .OrderBy(e => e.Id)
                    .AsAsyncEnumerable()
            )
            {
                var seal = AuditChain.Seal(++number, previous, happened);
                await writer.StartRowAsync();
                await writer.WriteAsync(number, NpgsqlDbType.Bigint);
                await writer.WriteAsync(seal.EventId, NpgsqlDbType.Bigint);
                await writer.WriteAsync(seal.Previous, NpgsqlDbType.Bytea);
                await writer.WriteAsync(seal.Hash, NpgsqlDbType.Bytea);
                previous = seal.Hash;
            }

            await writer.CompleteAsync();
        }
    }
}
