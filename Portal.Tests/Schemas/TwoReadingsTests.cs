using Microsoft.EntityFrameworkCore;
using Portal.Core.Schemas;
using Portal.Core.Store;
using Portal.Engines.Registry;
using Portal.Tests.Applying;
using Portal.Tests.Kit;
using Portal.Workers.Collecting;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>A worker that was taken for dead may read a registry while another one does.</summary>
public sealed class TwoReadingsTests : IAsyncLifetime
{
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Second = SchemaWorlds.Order("id", SchemaWorlds.Optional("note"));
    private readonly WorkerWorld _world = new();

    public async Task InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.AddRegistry();
        await _world.RegisterBehindUs("carts-value", First);
        await _world.RegisterBehindUs("orders-value", First);
        await _world.RegisterBehindUs("orders-value", Second);
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Two_that_read_a_registry_at_once_both_end_and_leave_what_it_has()
    {
        await AtOnce(Look, Look);

        await using var db = await _world.Open();
        var reading = await db.Set<RegistryReading>().SingleAsync();
        (reading.Failure, reading.ReadAt).ShouldBe((null, reading.TriedAt));
        var subjects = await db.Set<SeenSubject>().OrderBy(s => s.Name).ToListAsync();
        subjects
            .Select(s => (s.Name, s.Newest, s.Topic, s.GoneAt))
            .ShouldBe([("carts-value", 1, "carts", null), ("orders-value", 2, "orders", null)]);
        var versions = await db.Set<SeenSchema>().OrderBy(s => s.Subject).ThenBy(s => s.Version).ToListAsync();
        versions
            .Select(s => (s.Subject, s.Version, s.SchemaId, s.GoneAt))
            .ShouldBe([("carts-value", 1, 1, null), ("orders-value", 1, 1, null), ("orders-value", 2, 2, null)]);
        (await Fields()).ShouldBe(["carts-value 1: id", "orders-value 2: id, note"]);
    }

    [Fact]
    public async Task Two_that_read_the_same_fields_at_once_both_end()
    {
        await Look();
        await using (var db = await _world.Open())
        {
            await db.Set<SeenFields>().ExecuteDeleteAsync();
        }

        await AtOnce(ReadFields, ReadFields);

        (await Fields()).ShouldBe(["carts-value 1: id", "orders-value 2: id, note"]);
    }

    [Fact]
    public async Task What_is_stored_by_one_that_began_later_stays()
    {
        await Look();
        await using var db = await _world.Open();
        await db.Set<RegistryReading>()
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.TriedAt, r => r.TriedAt.AddMinutes(1)));
        await _world.RegisterBehindUs("refunds-value", First);

        await Look();

        (await db.Set<SeenSubject>().AnyAsync(s => s.Name == "refunds-value")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_stored_by_a_clock_that_was_far_ahead_keeps_nobody_from_storing()
    {
        await Look();
        await using var db = await _world.Open();
        await db.Set<RegistryReading>()
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.TriedAt, r => r.TriedAt.AddDays(1)));
        await _world.RegisterBehindUs("refunds-value", First);

        await Look();

        (await db.Set<SeenSubject>().AnyAsync(s => s.Name == "refunds-value")).ShouldBeTrue();
        var reading = await db.Set<RegistryReading>().SingleAsync();
        reading.TriedAt.ShouldBe(reading.ReadAt!.Value);
    }

    /// <summary>Both have read, and neither has written, before either goes on.</summary>
    private async Task AtOnce(Func<Task> one, Func<Task> other)
    {
        Task both;
        await using (var held = await _world.Open())
        {
            await using var transaction = await held.Database.BeginTransactionAsync();
            await SeenLock.Take(held, await SeenWorlds.Dev(held), CancellationToken.None);
            both = Task.WhenAll(one(), other());
            await Deadline.Until(async () => await Waiting(held) == 2);
        }

        await both;
    }

    private static Task<int> Waiting(PortalDb db) =>
        db
            .Database.SqlQuery<int>(
                $"""
                select count(*)::int as "Value" from pg_locks l join pg_database d on d.oid = l.database
                where l.locktype = 'advisory' and not l.granted and d.datname = current_database()
                """
            )
            .SingleAsync();

    private Task Look() =>
        new SubjectWatch(_world.Stores, _world.Get<ISchemaRegistries>(), TimeProvider.System).Look(
            CancellationToken.None
        );

    private async Task ReadFields()
    {
        await using var db = await _world.Open();
        await new FieldReading(db, await SeenWorlds.Dev(db)).Read(CancellationToken.None);
    }

    private async Task<List<string>> Fields()
    {
        await using var db = await _world.Open();
        var all = await db.Set<SeenFields>().OrderBy(f => f.Subject).ToListAsync();
        return all.ConvertAll(f => $"{f.Subject} {f.Version}: {f.Paths.Replace("\n", ", ", StringComparison.Ordinal)}");
    }
}
