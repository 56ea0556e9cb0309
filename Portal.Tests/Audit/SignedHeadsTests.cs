using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Engines.Secrets;
using Portal.Tests.Kit;
using Portal.Workers.Calendar;
using Portal.Workers.Commands;

namespace Portal.Tests.Audit;

/// <summary>What somebody could do to the log who has the whole database, and what then doesn't fit what was signed outside it.</summary>
public sealed class SignedHeadsTests : IAsyncLifetime
{
    private readonly string _keys = Directory.CreateTempSubdirectory("portal-heads-").FullName;
    private PostgresDatabase _database = null!;
    private ServiceProvider _services = null!;
    private AuditHeadFile _heads = null!;

    /// <summary>What the log is held against instead of the heads that were signed; null: those.</summary>
    internal Func<IDbContextFactory<PortalDb>, IAuditHeads>? Believed { get; init; }

    private IDbContextFactory<PortalDb> Store => _services.GetRequiredService<IDbContextFactory<PortalDb>>();

    public async Task InitializeAsync()
    {
        _database = await PostgresDatabase.Create();
        _services = new ServiceCollection().AddPortalStore(_database.ConnectionString).BuildServiceProvider();
        _heads = new(Options.Create(new SecretOptions { KeysDirectory = _keys }));
        await Happened("one", "two", "three");
        await Seal();
        await Happened("four", "five");
        await Seal();
    }

    public async Task DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }

    [Fact]
    public async Task A_log_that_nobody_touched_holds()
    {
        var found = await Check();

        found.Faults.ShouldBeEmpty();
        (found.Chain.Sealed, found.Head!.Number).ShouldBe((5, 5));
        (await Command.Run("stat", "-c", "%a", Path.Combine(_keys, "audit-key.pem"))).Trim().ShouldBe("600");
    }

    [Fact]
    public async Task An_edited_event_is_found()
    {
        await Tamper("update audit_event set words = 'nothing happened' where words = 'two'");

        (await Check()).Faults.ShouldHaveSingleItem().ShouldStartWith("Edited: event number 2 ");
    }

    [Fact]
    public async Task A_chain_that_was_made_anew_from_its_beginning_holds_by_itself_and_is_found()
    {
        await Tamper("delete from audit_seal; update audit_event set words = 'nothing happened' where words = 'two'");
        await Seal(new MemoryHeads());

        var found = await Check();

        found.Chain.FirstBreak.ShouldBeNull();
        found.Faults.ShouldHaveSingleItem().ShouldStartWith("Rewritten: the log up to number 3 ");
    }

    [Fact]
    public async Task An_end_that_was_cut_off_is_found_also_when_new_events_were_sealed_since()
    {
        await Tamper(
            "delete from audit_seal where number > 3; delete from audit_event where words in ('four', 'five')"
        );
        (await Check())
            .Faults.ShouldHaveSingleItem()
            .ShouldStartWith("Cut off: the log ends at number 3, and number 5 ");

        await Happened("six", "seven", "eight");
        await Seal();

        (await Check()).Faults.ShouldHaveSingleItem().ShouldStartWith("Rewritten: the log up to number 5 ");
    }

    [Fact]
    public async Task Each_of_several_faults_is_told()
    {
        await Tamper(
            "update audit_event set words = '' where words = 'two'; delete from audit_seal where number > 3; "
                + "delete from audit_event where words in ('four', 'five')"
        );

        var faults = (await Check()).Faults;
        faults.Select(fault => fault.Split(':')[0]).ShouldBe(["Edited", "Cut off"]);
    }

    [Fact]
    public async Task The_sealer_vouches_for_no_log_that_is_not_the_one_it_signed()
    {
        await Tamper("delete from audit_seal; update audit_event set words = 'nothing happened' where words = 'two'");
        await Seal();
        await Happened("six");
        await Seal();

        (await _heads.Read(default)).Signed.Max(head => head.Number).ShouldBe(5);
        (await Check()).Faults.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_failover_that_loses_the_last_moment_does_not_end_the_signing()
    {
        var sealer = Sealer(_heads);
        await Happened("six");
        await sealer.Seal(default);

        // The server that took over never had it.
        await Tamper("delete from audit_seal where number = 6; delete from audit_event where words = 'six'");
        await Happened("seven");
        for (var look = 0; look < 4; look++)
        {
            await sealer.Seal(default);
        }

        var found = await Check();
        found.Faults.ShouldBeEmpty();
        found.Head!.Number.ShouldBe(6);
    }

    [Fact]
    public async Task A_log_that_lost_what_was_signed_is_signed_again_once_an_operator_has_begun_anew_with_a_reason()
    {
        await Tamper(
            "delete from audit_seal where number > 3; delete from audit_event where words in ('four', 'five')"
        );
        (await BegunAnew("--reason", "Recovered as of noon")).ShouldBe(1, "it isn't confirmed");
        (await BegunAnew("--yes")).ShouldBe(1, "it has no reason");
        (await Check()).Faults.ShouldHaveSingleItem().ShouldStartWith("Cut off: ");

        (await BegunAnew("--reason", "Recovered as of noon", "--yes")).ShouldBe(0);
        await Seal();

        var found = await Check();
        found.Faults.ShouldBeEmpty();
        found.Head!.Number.ShouldBe(4);
        await using var db = await Store.CreateDbContextAsync();
        (await db.Set<AuditEvent>().SingleAsync(e => e.Kind == "audit.begun_anew")).Words.ShouldEndWith(
            "Reason: Recovered as of noon"
        );
        Directory.GetFiles(_keys, "audit-heads", SearchOption.AllDirectories).Length.ShouldBe(2);
    }

    private async Task<int> BegunAnew(params string[] options)
    {
        await using var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(Store)
            .AddSingleton<IAuditHeads>(_heads)
            .BuildServiceProvider();
        return await BeginAnewCommand.Run(services, options, new StringWriter(), CancellationToken.None);
    }

    [Fact]
    public async Task A_head_that_somebody_wrote_without_the_key_is_found_and_vouches_for_nothing()
    {
        var file = Path.Combine(_keys, "audit-heads");
        var lines = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, lines.Replace("\n5 ", "\n4 ", StringComparison.Ordinal) + "\nnonsense\n");

        var kept = await _heads.Read(default);

        kept.Signed.Select(head => head.Number).ShouldBe([3L]);
        kept.Forged.ShouldBe(2);
        (await Check()).Faults.ShouldHaveSingleItem().ShouldStartWith("Forged: the signature of 2 ");
    }

    [Fact]
    public async Task Without_its_heads_a_log_is_not_said_to_hold()
    {
        File.Delete(Path.Combine(_keys, "audit-heads"));

        (await Check()).Faults.ShouldHaveSingleItem().ShouldStartWith("No signed head");
    }

    [Fact]
    public async Task An_event_with_an_id_beyond_all_others_keeps_no_later_one_from_being_sealed()
    {
        await Tamper(
            "insert into audit_event (id, at, actor, actor_via, kind, words) overriding system value "
                + "values (9000000000000000000, now(), 'ada', 'page', 'signed-in', 'Signed in.')"
        );
        await Seal();
        await Happened("six", "seven");
        await Seal();
        (await Check()).Faults.ShouldBeEmpty();

        await Tamper("update audit_event set words = 'nothing happened' where words = 'seven'");

        (await Check()).Faults.ShouldHaveSingleItem().ShouldStartWith("Edited: event number 8 ");
    }

    [Fact]
    public async Task Events_that_stay_without_a_seal_are_found()
    {
        await Happened("six", "seven");
        await Tamper(
            "insert into audit_event (at, actor, actor_via, kind, words) values (now(), 'ada', 'page', 'x', 'just now')"
        );

        (await Check())
            .Faults.ShouldHaveSingleItem()
            .ShouldStartWith("Not sealed: 2 event(s) since 1970-01-01 00:00:00Z; ");
    }

    [Fact]
    public async Task A_part_of_the_chain_is_gone_through_from_where_the_part_before_ended()
    {
        await using var db = await Store.CreateDbContextAsync();

        (await AuditLinks.Verify(db, after: 0, most: 2, default)).To.ShouldBe(2);
        (await AuditLinks.Verify(db, after: 2, most: 2, default)).To.ShouldBe(4);
        var last = await AuditLinks.Verify(db, after: 4, most: 2, default);
        (last.Sealed, last.To, last.FirstBreak).ShouldBe((5, 5, null));
        (await AuditLinks.Verify(db, after: 9, most: 2, default)).FirstBreak.ShouldBe(9);
        await Tamper("update audit_event set words = 'nothing happened' where words = 'four'");
        (await AuditLinks.Verify(db, after: 2, most: 2, default)).FirstBreak.ShouldBe(4);
    }

    [Fact]
    public async Task The_command_ends_with_what_a_pipeline_can_act_on()
    {
        (await Verified(Store)).ShouldBe((0, "The audit log holds."));

        await Tamper("update audit_event set words = 'nothing happened' where words = 'two'");
        (await Verified(Store)).ShouldBe((1, "The audit log does not hold."));

        await using var nowhere = new ServiceCollection()
            .AddPortalStore($"Host=127.0.0.1;Port={FreePorts.One()};Username=nobody;Database=none")
            .BuildServiceProvider();
        var (code, last) = await Verified(nowhere.GetRequiredService<IDbContextFactory<PortalDb>>());
        code.ShouldBe(2);
        last.ShouldStartWith("The store doesn't answer: ");
    }

    /// <returns>How <c>audit verify</c> ends, and its last line.</returns>
    private async Task<(int Code, string Last)> Verified(IDbContextFactory<PortalDb> store)
    {
        await using var services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new ImpatientClock())
            .AddSingleton(new AuditCheck(store, _heads))
            .BuildServiceProvider();
        var words = new StringWriter();
        var code = await AuditCommand.Run(services, words, CancellationToken.None);
        return (code, words.ToString().TrimEnd().Split('\n')[^1]);
    }

    private Task<AuditFindings> Check() =>
        new AuditCheck(Store, Believed?.Invoke(Store) ?? _heads).Run(CancellationToken.None);

    private async Task Seal(IAuditHeads? into = null)
    {
        var sealer = Sealer(into ?? _heads);
        while (await sealer.Seal(CancellationToken.None) > 0) { }
    }

    private AuditSealer Sealer(IAuditHeads into) =>
        new(Store, into, new MinuteClock(), NullLogger<AuditSealer>.Instance);

    private async Task Happened(params string[] words)
    {
        await using var db = await Store.CreateDbContextAsync();
        db.AddRange(
            words.Select(each => new AuditEvent
            {
                At = DateTimeOffset.UnixEpoch,
                Actor = new Actor("ada", ActorVia.Page),
                Kind = "change.submitted",
                Words = each,
            })
        );
        await db.SaveChangesAsync();
    }

    private async Task Tamper(string sql)
    {
        await using var store = NpgsqlDataSource.Create(_database.ConnectionString);
        await using var command = store.CreateCommand($"set session_replication_role = replica; {sql}");
        await command.ExecuteNonQueryAsync();
    }
}
