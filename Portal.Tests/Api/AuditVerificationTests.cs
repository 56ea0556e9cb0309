using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NpgsqlTypes;
using Portal.Core;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Tests.Kit;
using Portal.Web.Api.Audit;

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
        first.GetProperty("notSealed").ValueKind.ShouldBe(JsonValueKind.Null, "more comes behind it");
        next.ShouldBe(AuditLog.MostLinks);
        rest.GetProperty("notSealed").GetInt64().ShouldBe(0, "what is new isn't sealed yet, and needn't be");
        rest.GetProperty("holds").GetBoolean().ShouldBeTrue();
        rest.GetProperty("to").GetInt64().ShouldBe(AuditLog.MostLinks + More);
        rest.GetProperty("next").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_log_with_events_that_nobody_seals_does_not_hold()
    {
        await using var database = await PostgresDatabase.Create();
        await using var services = new ServiceCollection()
            .AddPortalStore(database.ConnectionString)
            .BuildServiceProvider();
        var store = services.GetRequiredService<IDbContextFactory<PortalDb>>();
        var now = TimeProvider.System.GetUtcNow();
        await using (var db = await store.CreateDbContextAsync())
        {
            foreach (var at in new[] { now.AddHours(-1), now })
            {
                db.Add(
                    new AuditEvent
                    {
                        At = at,
                        Actor = Auditor.Actor,
                        Kind = "test.noted",
                        Words = "Noted.",
                    }
                );
            }

            await db.SaveChangesAsync();
        }

        var seen = (await new AuditLog(store).Verify(Auditor, after: 0, CancellationToken.None))
            .ShouldBeOfType<Outcome<AuditVerification>.Done>()
            .Value;

        seen.FirstBreak.ShouldBeNull();
        var shown = AuditVerificationDto.Of(seen);
        (shown.Holds, shown.NotSealed, shown.Next).ShouldBe((false, 1L, null));
        shown.NotSealedSince.ShouldNotBeNull().ShouldBe(now.AddHours(-1), TimeSpan.FromSeconds(1));
    }

    private static Caller Auditor => Callers.Of("mina", Role.Auditor);

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
